"""The npm package `@etalab/decoupage-administratif`, read into rows of our tables.

The code of a delegated commune may be that of its commune (584 of them): the current commune wins.
The former code of one commune may now be the delegated one of another (2): today's entity wins too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from services.territory._holders import HOLDERS, SIRENS
from services.territory._rules import terms
from services.territory.errors import SourceMissing

PACKAGE = Path("@etalab") / "decoupage-administratif" / "data"
FILES = ("communes", "departements", "epci", "ept")
# Changes with this reading, so that a new release of the software loads the same package again.
READING = "1"

KINDS = {
    "commune-actuelle": "current",
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
    "arrondissement-municipal": "arrondissement",
}
# INSEE's `typeLiaison`: how « de » joins a name.
OF = ("de ", "d’", "du ", "de la ", "des ", "de l’", "des ", "de las ", "de los ")

Row = tuple[Any, ...]
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Package:
    """The files of one release, as they are."""

    folder: Path
    digest: str
    contents: Mapping[str, bytes]


def open_package(vendor: Path) -> Package:
    """The package under `vendor` (a `node_modules`). Raises `SourceMissing`."""
    folder = vendor / PACKAGE
    try:
        contents = {name: (folder / f"{name}.json").read_bytes() for name in FILES}
    except OSError as missing:
        raise SourceMissing(folder, missing.strerror or "unreadable") from missing
    digest = hashlib.sha256(READING.encode())
    for content in contents.values():
        digest.update(content)
    return Package(folder, digest.hexdigest(), contents)


class Rows(NamedTuple):
    """Rows by table, in the order of `_tables.ALL`, columns in that of each table."""

    departements: list[Row]
    holders: list[Row]
    epci: list[Row]
    communes: list[Row]
    codes: list[Row]
    postcodes: list[Row]
    terms: list[Row]


def read(package: Package) -> Rows:
    """All rows of the territory. Raises `SourceMissing` for files that are not what they should."""
    try:
        return _rows({name: json.loads(content) for name, content in package.contents.items()})
    except (ValueError, KeyError, TypeError) as wrong:
        raise SourceMissing(package.folder, f"not the data expected ({wrong!r})") from wrong


def _rows(entries: dict[str, list[Entry]]) -> Rows:
    current = [each for each in entries["communes"] if each["type"] == "commune-actuelle"]
    parts = [each for each in entries["communes"] if each["type"] != "commune-actuelle"]
    return Rows(
        departements=[_departement(each) for each in entries["departements"]],
        holders=list(_holders()),
        epci=[_grouping(each) for each in (*entries["epci"], *entries["ept"])],
        communes=list(_communes(current, _members(entries["epci"]), _members(entries["ept"]))),
        codes=list(_codes(current, parts)),
        postcodes=[
            (code, each["code"]) for each in current for code in each.get("codesPostaux", ())
        ],
        terms=list(_terms(current, parts)),
    )


def _departement(entry: Entry) -> Row:
    code, name = entry["code"], entry["nom"]
    return (code, name, OF[entry["typeLiaison"]] + name, entry["zone"], SIRENS.get(code))


def _holders() -> Iterator[Row]:
    for holder in HOLDERS:
        for territory in holder.territories:
            yield (territory, holder.since, holder.code, holder.name, holder.siren, holder.act)


def _grouping(entry: Entry) -> Row:
    return (entry["code"], entry["nom"], entry["type"], entry.get("populationMunicipale"))


def _members(groupings: list[Entry]) -> dict[str, str]:
    return {member["code"]: each["code"] for each in groupings for member in each["membres"]}


def _communes(current: list[Entry], epci: dict[str, str], ept: dict[str, str]) -> Iterator[Row]:
    for each in current:
        code = each["code"]
        yield (
            code,
            each["nom"],
            each["departement"],
            epci.get(code),
            ept.get(code),
            each.get("siren"),
            each.get("population"),
            each.get("codesPostaux", []),
        )


def _codes(current: list[Entry], parts: list[Entry]) -> Iterator[Row]:
    known = {each["code"] for each in current}
    for each in current:
        yield (each["code"], each["code"], "current", each["nom"])
    for each in parts:
        if each["code"] not in known:
            known.add(each["code"])
            yield (each["code"], _commune_of(each), KINDS[each["type"]], each["nom"])
    for each in current:
        for former in each.get("anciensCodes", ()):
            if former not in known:
                known.add(former)
                yield (former, each["code"], "former", None)


def _terms(current: list[Entry], parts: list[Entry]) -> Iterator[Row]:
    kinds = {(_commune_of(each), each["nom"]): KINDS[each["type"]] for each in parts}
    # Many a delegated commune bears the name of its commune: one answer is enough.
    kinds |= {(each["code"], each["nom"]): "current" for each in current}
    for (insee, name), kind in sorted(kinds.items()):
        for term in terms(name):
            yield (term.text, insee, kind, name, term.whole)


def _commune_of(part: Entry) -> str:
    commune: str = (
        part["commune"] if part["type"] == "arrondissement-municipal" else part["chefLieu"]
    )
    return commune
