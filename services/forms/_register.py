"""The register that a procedure counts its grants in, where the law limits them by year."""

from collections.abc import Mapping
from typing import cast, get_args

from services.forms.contracts import Procedure, Register, RegisterKind
from services.forms.fields.base import Field
from services.forms.fields.choice import ChoiceField
from services.forms.fields.day import DayField
from services.forms.fields.rna import RnaField
from services.foundation.definitions import Block
from services.law.quotas import QUOTAS

# Each question that the register is kept by: what it must be.
ASKED: Mapping[str, type[Field]] = {"by": RnaField, "on": DayField, "opener": ChoiceField}


def read_register(block: Block) -> Register | None:
    """What is written under `register`. Raises `DefinitionError`."""
    written = block.maybe_block("register")
    if written is None:
        return None
    written.only("kind", *ASKED)
    kind = cast("RegisterKind", written.one_of("kind", get_args(RegisterKind)))
    return Register(kind, **{key: written.string(key) for key in ASKED})


def check_register(procedure: Procedure, block: Block) -> None:
    """Refuse a register that some request could not be counted in. Raises `DefinitionError`."""
    if procedure.register is None:
        return
    written = block.block("register")
    always = {
        field.id: field
        for page in procedure.pages
        if page.when is None
        for field in page.fields
        if field.required and field.when is None
    }
    for key, kind in ASKED.items():
        field = always.get(written.string(key))
        if not isinstance(field, kind):
            message = f"`{key}` must name a question of kind {kind.kind} that is always asked"
            raise written.error(message, key=key)
        if isinstance(field, ChoiceField):
            _check_openers(field, written)


def _check_openers(field: ChoiceField, written: Block) -> None:
    for choice in field.choices:
        if choice.id not in QUOTAS:
            message = f"the law gives no quota for `{choice.id}`: one of {', '.join(QUOTAS)}"
            raise written.error(message, key="opener")
