"""The number of an association in the national register (répertoire national des associations)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from services.forms.fields.base import Circumstances, Leaf, Schema, Unreadable
from services.foundation.i18n import Language, Text

# Corsica and overseas carry a letter in third place (W2A…, W9R…).
RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
BETWEEN = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, kw_only=True)
class RnaField(Leaf):
    """W and nine figures, kept without spaces; whether the association exists is not looked up."""

    kind: ClassVar[str] = "rna"

    def when_missing(self) -> Text:
        example = self.example or "W452001234"
        return Text(
            f"Écrivez le numéro RNA, la lettre W suivie de neuf chiffres, par exemple {example}",
            f"Write the RNA number, the letter W then nine figures, for example {example}",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        number = BETWEEN.sub("", written).upper()
        if not RNA.fullmatch(number):
            example = self.example or "W452001234"
            raise Unreadable(
                Text(
                    "Vérifiez le numéro RNA : la lettre W suivie de neuf chiffres, par exemple"
                    f" {example} ; il figure sur le récépissé de la préfecture",
                    "Check the RNA number: the letter W then nine figures, for example"
                    f" {example}; it is printed on the receipt of the prefecture",
                )
            )
        return number

    def fault(self, value: object, around: Circumstances) -> Text | None:
        good = isinstance(value, str) and RNA.fullmatch(value)
        return None if good else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        return str(value)

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "pattern": f"^{RNA.pattern}$"}, language)

    def sample(self) -> object:
        return "W452001234"
