"""Find a commune, and look up what is known of a place."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, select

from services.foundation.database import Transaction
from services.territory import _tables as t
from services.territory._repository import BY_CODE, BY_NAME, PLACES
from services.territory._rules import read_search
from services.territory.contracts import Commune, Departement, FoundCommune, Level, Place

MOST = 50


async def search_communes(tx: Transaction, text: str, limit: int = 10) -> tuple[FoundCommune, ...]:
    """Communes that `text` may mean: the beginning of a name or of one of its words, a postcode, an
    INSEE code past or present, or a name with a postcode or a département (« Gien 45 »).

    Case, accents, hyphens, apostrophes and « St » for « Saint » do not matter. Exact names first,
    then communes of today by population, then delegated and associated communes and municipal
    arrondissements, each shown with its commune. Most postcodes are shared: ask which one is meant.
    """
    search = read_search(text)
    if search.empty:
        return ()
    parameters = {
        "low": search.term,
        "high": search.term + "{",  # the character after « z »
        "code": search.code,
        "after_code": (search.code or "") + "{",
        "limit": max(1, min(limit, MOST)),
    }
    statement = BY_NAME if search.term else BY_CODE
    return tuple(_found(row) for row in await tx.rows(statement, parameters))


async def commune(tx: Transaction, code: str) -> Commune | None:
    """The commune of today that `code` designates: its INSEE code, or a former, delegated,
    associated or arrondissement one. Null when nobody knows the code."""
    return (await communes(tx, (code,))).get(code)


async def communes(tx: Transaction, codes: Iterable[str]) -> dict[str, Commune]:
    """The communes of today by the codes that were asked; unknown codes are absent."""
    rows = await tx.rows(_communes().where(t.commune_code.c.code.in_(list(codes))))
    return {row.asked: _commune(row) for row in rows}


async def departements(tx: Transaction) -> tuple[Departement, ...]:
    """All départements and the overseas collectivities beside them, by code."""
    columns = (t.departement.c.code, t.departement.c.name, t.departement.c.zone)
    rows = await tx.rows(select(*columns).order_by(t.departement.c.code))
    return tuple(Departement(row.code, row.name, row.zone) for row in rows)


async def place(tx: Transaction, *, level: Level, code: str) -> Place | None:
    """What `level` and `code` name: an INSEE code, the SIREN of an EPCI, the code of a département
    or of a holder of its powers. Null when there is no such place today."""
    row = await tx.one_or_none(PLACES[level], {"code": code})
    return Place(level, code, row.name, row.siren) if row else None


async def communes_of(tx: Transaction, *, epci: str) -> tuple[str, ...]:
    """INSEE codes of the members of an EPCI (or of a territory of Greater Paris), in order."""
    members = t.commune.c.epci == epci
    statement = select(t.commune.c.insee).where(members | (t.commune.c.ept == epci))
    return tuple(row.insee for row in await tx.rows(statement.order_by(t.commune.c.insee)))


def _communes() -> Select[Any]:
    of_commune = t.commune.c.insee == t.commune_code.c.insee
    of_departement = t.departement.c.code == t.commune.c.departement
    return (
        select(
            t.commune_code.c.code.label("asked"),
            t.commune,
            t.departement.c.name.label("departement_name"),
            t.departement.c.zone,
        )
        .join(t.commune, of_commune)
        .join(t.departement, of_departement)
    )


def _commune(row: Row[Any]) -> Commune:
    return Commune(
        insee=row.insee,
        name=row.name,
        departement=row.departement,
        departement_name=row.departement_name,
        zone=row.zone,
        epci=row.epci,
        siren=row.siren,
        population=row.population,
        postcodes=tuple(row.postcodes),
    )


def _found(row: Row[Any]) -> FoundCommune:
    return FoundCommune(
        insee=row.insee,
        name=row.name,
        departement=row.departement,
        departement_name=row.departement_name,
        postcodes=tuple(row.postcodes),
        kind=row.kind,
        found_as=row.found_as,
    )
