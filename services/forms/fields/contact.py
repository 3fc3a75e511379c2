"""E-mail addresses and telephone numbers, as libraries that know them read them."""

import re
from dataclasses import dataclass
from typing import ClassVar

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from services.forms.fields.base import Circumstances, Leaf, Schema, Unreadable
from services.forms.fields.cleaning import without_spaces
from services.foundation.i18n import Language, Text

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}\.[^@\s.]{2,63}")
E164 = re.compile(r"\+[1-9][0-9]{5,14}")
HOME = "FR"


@dataclass(frozen=True, kw_only=True)
class EmailField(Leaf):
    """An e-mail address, its domain in lower case; no message is sent to check it."""

    kind: ClassVar[str] = "email"

    def when_missing(self) -> Text:
        example = self.example or "marie.martin@example.fr"
        return Text(
            f"Écrivez une adresse électronique complète, par exemple {example}",
            f"Write a complete e-mail address, for example {example}",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        try:
            found = validate_email(written, check_deliverability=False)
        except EmailNotValidError as failure:
            raise Unreadable(self.when_missing()) from failure
        return found.normalized

    def fault(self, value: object, around: Circumstances) -> Text | None:
        good = isinstance(value, str) and len(value) <= 254 and EMAIL.fullmatch(value)
        return None if good else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        return str(value)

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "format": "email", "maxLength": 254}, language)

    def sample(self) -> object:
        return "marie.martin@example.fr"


@dataclass(frozen=True, kw_only=True)
class PhoneField(Leaf):
    """A telephone number, kept in the international form (E.164); without a sign, it is French."""

    kind: ClassVar[str] = "phone"

    def when_missing(self) -> Text:
        example = self.example or "06 39 98 12 34"
        return Text(
            f"Écrivez un numéro de téléphone complet, par exemple {example} ou +32 470 12 34 56",
            f"Write a complete phone number, for example {example} or +32 470 12 34 56",
        )

    def understand(self, written: str, around: Circumstances) -> object:
        try:
            number = phonenumbers.parse(written, HOME)
        except phonenumbers.NumberParseException as failure:
            raise Unreadable(self.when_missing()) from failure
        if number.extension or not phonenumbers.is_possible_number(number):
            raise Unreadable(self.when_missing())
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def fault(self, value: object, around: Circumstances) -> Text | None:
        good = isinstance(value, str) and E164.fullmatch(value)
        return None if good else self.when_missing()

    def show(self, value: object, language: Language) -> str:
        try:
            number = phonenumbers.parse(str(value), HOME)
        except phonenumbers.NumberParseException:
            return str(value)
        formats = phonenumbers.PhoneNumberFormat
        style = formats.NATIONAL if number.country_code == 33 else formats.INTERNATIONAL
        return phonenumbers.format_number(number, style)

    def written(self, value: object, language: Language) -> str:
        return without_spaces(str(value))

    def describe(self, language: Language) -> Schema:
        return self.named({"type": "string", "pattern": f"^{E164.pattern}$"}, language)

    def sample(self) -> object:
        return "+33639981234"
