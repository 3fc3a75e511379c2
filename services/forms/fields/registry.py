"""The one list of kinds of question, and how a definition's questions are read."""

from collections.abc import Mapping
from typing import Any

from services.forms.fields.base import Check, Field
from services.forms.fields.choice import ChoiceField, ChoicesField, YesNoField
from services.forms.fields.commune import CommuneField
from services.forms.fields.computed import ComputedField
from services.forms.fields.contact import EmailField, PhoneField
from services.forms.fields.day import DayField
from services.forms.fields.explanation import ExplanationField
from services.forms.fields.files import FilesField
from services.forms.fields.group import GroupField
from services.forms.fields.hour import HourField
from services.forms.fields.number import DecimalField, IntegerField, MoneyField
from services.forms.fields.parcel import ParcelField
from services.forms.fields.person import AddressField, PersonField
from services.forms.fields.rna import RnaField
from services.forms.fields.siret import SiretField
from services.forms.fields.text import LongTextField, TextField
from services.foundation.definitions import Block
from services.foundation.expressions import Expression, ExpressionError, compile_expression

KINDS: Mapping[str, type[Field]] = {
    kind.kind: kind
    for kind in (
        TextField,
        LongTextField,
        ChoiceField,
        ChoicesField,
        YesNoField,
        IntegerField,
        DecimalField,
        MoneyField,
        DayField,
        HourField,
        EmailField,
        PhoneField,
        CommuneField,
        AddressField,
        PersonField,
        SiretField,
        RnaField,
        ParcelField,
        FilesField,
        GroupField,
        ExplanationField,
        ComputedField,
    )
}
COMMON = ("id", "kind", "label", "hint", "example", "required", "when", "checks")
COMMON_TOO = ("prefill", "missing", "wrong")


def read_field(block: Block) -> Field:
    """The question written in `block`. Raises `DefinitionError`."""
    kind = KINDS[block.one_of("kind", tuple(KINDS))]
    block.only(*COMMON, *COMMON_TOO, *kind.keys)
    common: dict[str, Any] = {
        "id": read_identifier(block),
        "label": block.text("label"),
        "hint": block.maybe_text("hint"),
        "example": block.maybe_string("example"),
        "required": block.boolean("required", default=True),
        "when": read_condition(block, "when"),
        "checks": tuple(_read_check(item) for item in block.blocks("checks")),
        "prefill": block.maybe_string("prefill"),
        "missing": block.maybe_text("missing"),
        "wrong": block.maybe_text("wrong"),
    }
    if kind is GroupField:
        common["fields"] = read_fields(block)
    return kind.read(block, common)


def read_fields(block: Block) -> tuple[Field, ...]:
    """The questions listed under `fields`, at least one."""
    fields = tuple(read_field(item) for item in block.blocks("fields"))
    if not fields:
        raise block.error("`fields` must list at least one question", key="fields")
    return fields


def read_identifier(block: Block) -> str:
    """An id that can name an input and a variable: lower case letters, digits and `_`."""
    written = block.string("id")
    plain = written.isascii() and written.isidentifier() and written.islower()
    if not plain or written in RESERVED:
        message = f"`{written}` cannot be an id: lower case letters, digits and `_`, not reserved"
        raise block.error(message, key="id")
    return written


RESERVED = frozenset({"options", "today", "true", "false", "null", "in", "as", "has", "csrf"})
"""Words that conditions or pages use for themselves."""


def read_condition(block: Block, key: str) -> Expression | None:
    """The condition written under `key`, compiled; None when there is none."""
    written = block.maybe_string(key)
    if written is None:
        return None
    try:
        return compile_expression(written)
    except ExpressionError as failure:
        raise block.error(str(failure), key=key) from failure


def _read_check(block: Block) -> Check:
    block.only("that", "say")
    that = read_condition(block, "that")
    if that is None:
        raise block.error("`that` is missing", key="that")
    return Check(that, block.text("say"))
