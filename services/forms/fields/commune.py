"""A commune, by its INSEE code or by its name; homonyms are told apart as in « Gien (45) »."""

import re
from dataclasses import dataclass
from typing import ClassVar

from services.forms.fields.base import Circumstances, FoundCommune, Leaf, Schema, Unreadable
from services.forms.fields.cleaning import has_unseen, on_one_line
from services.foundation.i18n import Language, Text

INSEE = re.compile(r"(?:[0-9]{2}|2[ABab])[0-9]{3}")
WITH_DEPARTEMENT = re.compile(r"(.+?)\s*\(([0-9AB]{2,3}|[0-9AB]{5})\)", re.IGNORECASE)
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class CommuneField(Leaf):
    """The value keeps the code and the name as they were on the day: `{insee, name}`."""

    kind: ClassVar[str] = "commune"

    def when_missing(self) -> Text:
        example = self.example or "Gien (45)"
        return Text(
            f"Indiquez la commune pour « {self.label.fr} », par exemple {example}",
            f"Give the commune for “{self.label.en}”, for example {example}",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        asked = on_one_line(written)
        code = asked.upper()
        if len(asked) > LONGEST_NAME:
            raise Unreadable(self.when_missing())
        if around.communes is None:
            if not INSEE.fullmatch(code):
                raise Unreadable(self.when_missing())
            return {"insee": code, "name": code}
        found = self._found(code if INSEE.fullmatch(code) else asked, around)
        if not found:
            raise Unreadable(self._unknown(asked))
        if len(found) > 1:
            raise Unreadable(_which(found))
        return {"insee": found[0].insee, "name": found[0].name}

    def _found(self, asked: str, around: Circumstances) -> list[FoundCommune]:
        assert around.communes is not None
        told = WITH_DEPARTEMENT.fullmatch(asked)
        if not told:
            return list(around.communes(asked))
        where = told[2].upper()
        named = around.communes(told[1])
        return [found for found in named if where in (found.departement, found.insee)]

    def _unknown(self, asked: str) -> Text:
        example = self.example or "Gien (45)"
        return Text(
            f"Aucune commune ne s’appelle « {asked} » : vérifiez le nom, par exemple {example}",
            f"No commune is called “{asked}”: check its name, for example {example}",
        )

    def fault(self, value: object, around: Circumstances) -> Text | None:
        if not isinstance(value, dict) or value.keys() != {"insee", "name"}:
            return self.when_missing()
        insee, name = value["insee"], value["name"]
        good = isinstance(insee, str) and INSEE.fullmatch(insee) and isinstance(name, str)
        if not good or has_unseen(name) or not 0 < len(name) <= LONGEST_NAME:
            return self.when_missing()
        return None

    def show(self, value: object, language: Language) -> str:
        if not isinstance(value, dict):
            return ""
        insee, name = str(value.get("insee")), str(value.get("name"))
        return name if name == insee else f"{name} ({_departement(insee)})"

    def describe(self, language: Language) -> Schema:
        properties: Schema = {
            "insee": {"type": "string", "pattern": "^([0-9]{2}|2[AB])[0-9]{3}$"},
            "name": {"type": "string", "maxLength": LONGEST_NAME},
        }
        schema: Schema = {"type": "object", "properties": properties}
        closed: Schema = {"required": ["insee", "name"], "additionalProperties": False}
        return self.named({**schema, **closed}, language)

    def sample(self) -> object:
        return {"insee": "45155", "name": "Gien"}


def _departement(insee: str) -> str:
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def _which(found: list[FoundCommune]) -> Text:
    # Two communes of one département may share a name: their codes then tell them apart.
    places = {one.departement for one in found}
    names = [
        f"{one.name} ({one.departement if len(places) == len(found) else one.insee})"
        for one in found[:4]
    ]
    several = ", ".join(names)
    return Text(
        f"Plusieurs communes portent ce nom : précisez laquelle, par exemple {names[0]}. "
        f"Il y a {several}",
        f"Several communes have this name: say which one, for example {names[0]}. "
        f"There are {several}",
    )
