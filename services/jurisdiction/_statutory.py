"""What the law itself gives to another authority than that of the procedure's level, everywhere.

In Greater Paris, the territories (EPT) collect household waste in the place of the metropolis since
1 January 2016 (CGCT, article L5219-5); the City of Paris, which belongs to none, does so itself.
"""

from datetime import date

from sqlalchemy import text

WASTE_SERVICES = ("epci/bac-composteur",)
SINCE = date(2016, 1, 1)
OF_TERRITORIES = "Code général des collectivités territoriales, article L5219-5"
OF_PARIS = "Code général des collectivités territoriales, article L5219-2"
GREATER_PARIS = "200054781"

# Rows already there are left as they are: an operator may have corrected one.
RECORD = text(
    """
    INSERT INTO competence (id, service, territory, level, holder, holder_name, holder_siren,
                            valid_from, act, source, recorded_at)
    SELECT gen_random_uuid(), service, c.insee,
           CASE WHEN e.siren IS NULL THEN 'commune' ELSE 'epci' END, e.siren, e.name, e.siren,
           :since, CASE WHEN e.siren IS NULL THEN :of_paris ELSE :of_territories END, 'law', :at
    FROM commune AS c
    CROSS JOIN unnest(CAST(:services AS text[])) AS service
    LEFT JOIN epci AS e ON e.siren = c.ept
    WHERE c.epci = :greater_paris
    ON CONFLICT (service, territory, valid_from) DO NOTHING
    """
)
