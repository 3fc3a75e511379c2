"""The one statement behind every resolution."""

from sqlalchemy import text

# One code and one procedure, written so that PostgreSQL keeps its plan (planning would cost ten
# times the execution); many, as arrays.
_ONE = "(SELECT CAST(:code AS text) AS asked, CAST(:service AS text) AS service, 1 AS place) AS a"
_MANY = """unnest(CAST(:codes AS text[]), CAST(:services AS text[]))
         WITH ORDINALITY AS a (asked, service, place)"""

# The most precise territory wins, then the latest act in force on that day. Tenants are joined here
# by their public face, rather than asked of their room, to keep a resolution in one statement.
_RESOLVE = """
    SELECT a.asked, a.service, k.kind, k.name AS asked_name,
           c.insee, c.name AS commune_name, c.siren AS commune_siren,
           e.siren AS epci, e.name AS epci_name,
           d.code AS departement, d.name AS departement_name, d.of_name, d.zone,
           d.siren AS departement_siren,
           h.code AS holder, h.name AS holder_name, h.siren AS holder_siren,
           h.since AS holder_since, h.act AS holder_act,
           g.level AS given_level, g.holder AS given, g.holder_name AS given_name,
           g.holder_siren AS given_siren, g.valid_from AS given_since, g.act AS given_act,
           g.territory AS given_territory,
           tc.id AS commune_tenant, tc.slug AS commune_slug,
           te.id AS epci_tenant, te.slug AS epci_slug,
           td.id AS departement_tenant, td.slug AS departement_slug, td.siren AS tenant_siren,
           tg.id AS given_tenant, tg.slug AS given_slug
    FROM {asked}
    LEFT JOIN commune_code AS k ON k.code = upper(btrim(a.asked))
    LEFT JOIN commune AS c ON c.insee = k.insee
    LEFT JOIN departement AS d ON d.code = c.departement
    LEFT JOIN epci AS e ON e.siren = c.epci
    LEFT JOIN LATERAL (
        SELECT * FROM departmental_holder AS x
        WHERE x.territory IN (c.epci, c.departement) AND x.since <= :on
        ORDER BY x.territory = c.epci DESC, x.since DESC LIMIT 1
    ) AS h ON true
    LEFT JOIN LATERAL (
        SELECT * FROM competence AS x
        WHERE x.service = a.service
          AND x.territory IN (c.insee, c.epci, h.code, c.departement)
          AND x.valid_from <= :on AND (x.valid_to IS NULL OR :on < x.valid_to)
        ORDER BY array_position(ARRAY[c.insee, c.epci, h.code, c.departement], x.territory),
                 x.valid_from DESC LIMIT 1
    ) AS g ON true
    LEFT JOIN tenant AS tc ON tc.level = 'commune' AND tc.code = c.insee AND tc.state = 'active'
    LEFT JOIN tenant AS te ON te.level = 'epci' AND te.code = c.epci AND te.state = 'active'
    LEFT JOIN tenant AS td ON td.level = 'departement' AND td.code = coalesce(h.code, d.code)
                          AND td.state = 'active'
    LEFT JOIN tenant AS tg ON tg.level = g.level AND tg.code = g.holder AND tg.state = 'active'
    ORDER BY a.place
"""

RESOLVE_ONE = text(_RESOLVE.format(asked=_ONE))
RESOLVE_MANY = text(_RESOLVE.format(asked=_MANY))
