"""A parcel of the land register: prefix of a former commune, section and number."""

import re
from dataclasses import dataclass
from typing import ClassVar

from services.forms.fields.base import Circumstances, Leaf, Schema, Unreadable
from services.forms.fields.cleaning import without_spaces
from services.foundation.i18n import Language, Text

WRITTEN = re.compile(
    r"(?:(?P<prefix>[0-9]{3})[-/]?)?0?(?P<section>[A-Z]{1,2})[-/]?(?P<number>[0-9]{1,4})"
)
KEPT = re.compile(r"([0-9]{3} )?[A-Z]{1,2} [1-9][0-9]{0,3}")


@dataclass(frozen=True, kw_only=True)
class ParcelField(Leaf):
    """The value is `AB 123`, or `064 AB 123` in a commune that was merged.

    Whether the parcel exists is not looked up here.
    """

    kind: ClassVar[str] = "parcel"

    def when_missing(self) -> Text:
        example = self.example or "AB 123"
        return Text(
            f"Écrivez la section puis le numéro de la parcelle, par exemple {example}",
            f"Write the section then the number of the parcel, for example {example}",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        found = WRITTEN.fullmatch(without_spaces(written).upper())
        if found is None or not int(found["number"]):
            raise Unreadable(
                Text(
                    "Écrivez les lettres de la section puis le numéro, par exemple AB 123 : "
                    "ils figurent sur cadastre.gouv.fr",
                    "Write the letters of the section then the number, for example AB 123: "
                    "they are on cadastre.gouv.fr",
                )
            )
        prefix = "" if found["prefix"] in (None, "000") else f"{found['prefix']} "
        return f"{prefix}{found['section']} {int(found['number'])}"

    def fault(self, value: object, around: Circumstances) -> Text | None:
        good = isinstance(value, str) and KEPT.fullmatch(value)
        return None if good else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        return str(value)

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "pattern": f"^{KEPT.pattern}$"}, language)

    def sample(self) -> object:
        return "AB 123"
