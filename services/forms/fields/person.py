"""A person and an address.

What identifies who files electronically is the name, the first name, the postal address and the
e-mail address (CRPA R112-9-1): a person asked for `email: required` and `address: required` is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

from services.forms.fields.base import Circumstances, Errors, Field
from services.forms.fields.composite import Composite
from services.forms.fields.contact import EmailField, PhoneField
from services.forms.fields.text import TextField
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text

POSTCODE = re.compile(r"[0-9]{5}")
HOME = ("", "france")
WRONG_POSTCODE = Text(
    "Écrivez les 5 chiffres du code postal, par exemple 45500",
    "Write the 5 digits of the postcode, for example 45500",
)

AUTOCOMPLETE: Mapping[str, str] = {
    "family_name": "family-name",
    "given_name": "given-name",
    "email": "email",
    "phone": "tel",
    "street": "address-line1",
    "complement": "address-line2",
    "postcode": "postal-code",
    "locality": "address-level2",
    "country": "country-name",
}

STREET = TextField(id="street", label=Text("Numéro et voie", "Number and street"), max_length=150)
COMPLEMENT = TextField(
    id="complement",
    label=Text("Complément d’adresse", "Address supplement"),
    hint=Text("Bâtiment, étage, lieu-dit", "Building, floor, locality"),
    required=False,
    max_length=150,
)
POSTAL_CODE = TextField(
    id="postcode", label=Text("Code postal", "Postcode"), example="45500", max_length=12
)
LOCALITY = TextField(id="locality", label=Text("Commune", "Town"), example="Gien", max_length=100)
COUNTRY = TextField(
    id="country",
    label=Text("Pays", "Country"),
    hint=Text("Seulement hors de France", "Only outside France"),
    required=False,
    max_length=100,
)
FAMILY_NAME = TextField(id="family_name", label=Text("Nom", "Family name"), max_length=100)
GIVEN_NAME = TextField(id="given_name", label=Text("Prénom", "First name"), max_length=100)


@dataclass(frozen=True, kw_only=True)
class AddressField(Composite):
    """A postal address; one in France has a postcode of five digits."""

    kind: ClassVar[str] = "address"

    composed: tuple[Field, ...] = (STREET, COMPLEMENT, POSTAL_CODE, LOCALITY, COUNTRY)

    def disagreement(self, values: dict[str, object], path: str, around: Circumstances) -> Errors:
        country = str(values.get("country", "")).lower()
        if country in HOME and not POSTCODE.fullmatch(str(values.get("postcode", ""))):
            return {f"{path}.postcode": WRONG_POSTCODE.in_(around.language)}
        return {}

    def show(self, value: object, language: Language) -> str:
        given = value if isinstance(value, dict) else {}
        town = f"{given.get('postcode', '')} {given.get('locality', '')}".strip()
        lines = (given.get("street"), given.get("complement"), town, given.get("country"))
        return "\n".join(str(line) for line in lines if line)


@dataclass(frozen=True, kw_only=True)
class PersonField(Composite):
    """A person: names, and what the definition asks besides."""

    kind: ClassVar[str] = "person"
    keys: ClassVar[tuple[str, ...]] = ("email", "phone", "address")

    composed: tuple[Field, ...] = (FAMILY_NAME, GIVEN_NAME)

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        parts: list[Field] = [FAMILY_NAME, GIVEN_NAME]
        if need := _need(block, "email"):
            label = Text("Adresse électronique", "E-mail address")
            parts.append(EmailField(id="email", label=label, required=need == "required"))
        if need := _need(block, "phone"):
            label = Text("Téléphone", "Telephone")
            parts.append(PhoneField(id="phone", label=label, required=need == "required"))
        if need := _need(block, "address"):
            label = Text("Adresse postale", "Postal address")
            parts.append(AddressField(id="address", label=label, required=need == "required"))
        if common["prefill"] == "identity":
            parts = [_completed(part) for part in parts]
        return cls(**common, composed=tuple(parts))

    @property
    def identifies(self) -> bool:
        """Whether its answers identify who files, in the sense of R112-9-1."""
        needed = {part.id for part in self.composed if part.required}
        return {"family_name", "given_name", "email", "address"} <= needed

    def show(self, value: object, language: Language) -> str:
        given = value if isinstance(value, dict) else {}
        lines = [f"{given.get('given_name', '')} {given.get('family_name', '')}".strip()]
        asked = (part for part in self.composed[2:] if part.id in given)
        lines.extend(part.show(given[part.id], language) for part in asked)
        return "\n".join(lines)


def _completed(part: Field) -> Field:
    """The part, with what the browser knows of the person who types (WCAG 1.3.5)."""
    if isinstance(part, AddressField):
        return replace(part, composed=tuple(_completed(one) for one in part.composed))
    return replace(part, autocomplete=AUTOCOMPLETE.get(part.id))


def _need(block: Block, part: str) -> Literal["required", "optional", ""]:
    if not block.has(part):
        return ""
    need = block.one_of(part, ("required", "optional"))
    return "required" if need == "required" else "optional"
