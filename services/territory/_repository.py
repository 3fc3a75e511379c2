"""The statements that search needs."""

from sqlalchemy import TextClause, text

from services.territory.contracts import Level

# A prefix is a range of the primary key, so a prepared statement uses it.
BY_NAME = text(
    """
    SELECT c.insee, c.name, c.departement, d.name AS departement_name, c.postcodes,
           f.kind, CASE WHEN f.kind <> 'current' THEN f.name END AS found_as
    FROM (
        SELECT insee, kind, name, bool_or(whole AND term = :low) AS exact, bool_or(whole) AS whole
        FROM commune_term WHERE term >= :low AND term < :high GROUP BY insee, kind, name
    ) AS f
    JOIN commune AS c USING (insee)
    JOIN departement AS d ON d.code = c.departement
    WHERE CAST(:code AS text) IS NULL
       OR c.departement = :code
       OR EXISTS (SELECT FROM unnest(c.postcodes) AS p WHERE starts_with(p, :code))
       OR EXISTS (SELECT FROM commune_code AS k WHERE k.code = :code AND k.insee = c.insee)
    ORDER BY f.exact DESC, f.whole DESC, f.kind = 'current' DESC,
             c.population DESC NULLS LAST, c.insee, f.name
    LIMIT :limit
    """
)

BY_CODE = text(
    """
    SELECT c.insee, c.name, c.departement, d.name AS departement_name, c.postcodes,
           f.kind, CASE WHEN f.kind <> 'current' THEN f.name END AS found_as
    FROM (
        SELECT DISTINCT ON (insee) insee, kind, name, exact
        FROM (
            -- Codes given up in 1968 look like postcodes of today: the postcode is meant.
            SELECT insee, kind, name, true AS exact FROM commune_code
            WHERE code = :code AND (kind <> 'former' OR NOT EXISTS (
                SELECT FROM commune_postcode WHERE postcode = :code))
            UNION ALL
            SELECT insee, 'current', NULL, length(:code) = 5
            FROM commune_postcode WHERE postcode >= :code AND postcode < :after_code
            UNION ALL
            SELECT insee, 'current', NULL, false FROM commune WHERE departement = :code
        ) AS every_way
        ORDER BY insee, exact DESC, kind = 'current' DESC
    ) AS f
    JOIN commune AS c USING (insee)
    JOIN departement AS d ON d.code = c.departement
    ORDER BY f.exact DESC, c.population DESC NULLS LAST, c.insee
    LIMIT :limit
    """
)

PLACES: dict[Level, TextClause] = {
    "commune": text("SELECT name, siren FROM commune WHERE insee = :code"),
    "epci": text("SELECT name, siren FROM epci WHERE siren = :code"),
    "departement": text(
        """
        SELECT name, siren FROM (
            SELECT name, siren, 0 AS rank FROM departmental_holder WHERE code = :code
            UNION ALL
            SELECT name, siren, 1 FROM departement WHERE code = :code
        ) AS named
        ORDER BY rank LIMIT 1
        """
    ),
}
