"""The number of an establishment in the French register of companies."""

from dataclasses import dataclass
from typing import ClassVar

from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from services.forms.fields.base import Circumstances, Leaf, Schema, Unreadable
from services.forms.fields.cleaning import without_spaces
from services.foundation.i18n import Language, Text


@dataclass(frozen=True, kw_only=True)
class SiretField(Leaf):
    """Fourteen digits whose key is right; whether the company exists is not looked up here."""

    kind: ClassVar[str] = "siret"

    def when_missing(self) -> Text:
        example = self.example or "356 000 000 00048"
        return Text(
            f"Écrivez les 14 chiffres du numéro SIRET, par exemple {example}",
            f"Write the 14 digits of the SIRET number, for example {example}",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        try:
            return str(siret.validate(without_spaces(written)))
        except ValidationError as failure:
            raise Unreadable(
                Text(
                    "Vérifiez les 14 chiffres du numéro SIRET : il figure sur vos factures",
                    "Check the 14 digits of the SIRET number: it is printed on your invoices",
                )
            ) from failure

    def fault(self, value: object, around: Circumstances) -> Text | None:
        good = isinstance(value, str) and siret.is_valid(value) and value.isdecimal()
        return None if good else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        digits = str(value)
        return f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "pattern": "^[0-9]{14}$"}, language)

    def sample(self) -> object:
        return "35600000000048"
