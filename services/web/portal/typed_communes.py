"""The communes that a page names, looked up before its answers are checked."""

from collections.abc import Mapping, Sequence

from services.forms.contracts import Field, FoundCommune
from services.forms.fields.base import Communes
from services.forms.fields.cleaning import cleaned, on_one_line
from services.forms.fields.commune import WITH_DEPARTEMENT
from services.forms.fields.group import GroupField
from services.foundation.database import Database, Public
from services.territory.queries import search_communes
from services.web.shared.words import plain

MOST_NAMES = 20


async def communes_named(
    db: Database, fields: Sequence[Field], raw: Mapping[str, list[str]]
) -> Communes:
    """What the forms may ask about the communes typed in these inputs: a name gives those that
    bear it, or those that begin so when none does."""
    wanted = {one.id for one in _flat(fields) if one.kind == "commune"}
    names = {
        _name(text)
        for path, texts in raw.items()
        for text in texts
        if path.rpartition(".")[2] in wanted and text.strip()
    }
    known: dict[str, tuple[FoundCommune, ...]] = {}
    if names:
        async with db.transaction(Public()) as tx:
            for name in sorted(names)[:MOST_NAMES]:
                hits = [
                    FoundCommune(hit.insee, hit.found_as or hit.name, hit.departement)
                    for hit in await search_communes(tx, name)
                ]
                same = [hit for hit in hits if plain(hit.name) == plain(name)]
                known[plain(name)] = tuple(same or hits)
    return lambda asked: known.get(plain(_name(asked)), ())


def _flat(fields: Sequence[Field]) -> list[Field]:
    found: list[Field] = []
    for one in fields:
        found.extend(_flat(one.fields) if isinstance(one, GroupField) else [one])
    return found


def _name(text: str) -> str:
    written = on_one_line(cleaned(text))[:100]
    told = WITH_DEPARTEMENT.fullmatch(written)
    return told[1] if told else written
