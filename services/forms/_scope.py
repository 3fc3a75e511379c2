"""What a definition may name, and where: ids once, conditions about what was asked before.

Conditions are tried with one value of each kind, so that a misspelt name, a key that does not exist
or a number compared with a word is told to the author with its line, not to a resident.
"""

from collections.abc import Mapping, Sequence

from services.forms.contracts import Option, Procedure
from services.forms.fields.base import Field
from services.forms.fields.computed import ComputedField
from services.forms.fields.files import FilesField
from services.forms.fields.group import DEEPEST, GroupField
from services.forms.fields.wording import PLACEHOLDER
from services.forms.prefilling import SOURCES
from services.foundation.definitions import Block
from services.foundation.expressions import Expression, ExpressionError

SOME_DAY = "2026-12-03"
PRINTABLE = ("integer", "decimal", "text")


class Scope:
    """The names that a condition may use at one place, each with a sample of its values."""

    def __init__(self, samples: Mapping[str, object]) -> None:
        self.samples = dict(samples)
        self.later: set[str] = set()

    def inside(self) -> "Scope":
        """The same, for the rows of a group."""
        scope = Scope(self.samples)
        scope.later = set(self.later)
        return scope

    def add(self, field: Field, block: Block) -> None:
        """Make an answer known to what follows."""
        if field.id in self.samples:
            raise block.error(f"`{field.id}` is already the id of a question", key="id")
        self.samples[field.id] = field.sample()

    def attempt(self, expression: Expression | None, block: Block, key: str) -> None:
        """Try a condition: its names known, its types agreed, its value yes or no."""
        value = self.value(expression, block, key)
        if expression is not None and not isinstance(value, bool):
            raise block.error(f"`{expression.source}` is not a condition", key=key)

    def value(self, expression: Expression | None, block: Block, key: str) -> object:
        """Try an expression; raises at its line."""
        if expression is None:
            return None
        for name in sorted(expression.names & self.later):
            message = f"`{expression.source}` names `{name}`, which is asked later"
            raise block.error(message, key=key)
        try:
            return expression.attempt(self.samples)
        except ExpressionError as failure:
            raise block.error(str(failure), key=key) from failure


def check_scope(procedure: Procedure, block: Block) -> None:
    """Refuse what names something that is not there. Raises `DefinitionError`."""
    scope = Scope({"options": _option_samples(procedure.options), "today": SOME_DAY})
    scope.later = {field.id for page in procedure.pages for field in page.fields}
    for page, written in zip(procedure.pages, block.blocks("pages"), strict=True):
        scope.attempt(page.when, written, "when")
        _check_fields(page.fields, written.blocks("fields"), scope, 0)
    for piece, written in zip(procedure.pieces, block.blocks("pieces"), strict=True):
        scope.attempt(piece.when, written, "when")
    for statement, written in zip(procedure.statements, block.blocks("statements"), strict=True):
        scope.attempt(statement.when, written, "when")
    cases = block.block("silence").blocks("cases")
    for case, written in zip(procedure.silence_cases, cases, strict=True):
        scope.attempt(case.when, written, "when")
    _check_pieces(procedure, block)
    _check_placeholders(block, {o.id for o in procedure.options if o.field.kind in PRINTABLE})


def _option_samples(options: Sequence[Option]) -> dict[str, object]:
    return {option.id: option.field.sample() for option in options}


def _check_fields(
    fields: Sequence[Field], blocks: Sequence[Block], scope: Scope, depth: int
) -> None:
    for field, block in zip(fields, blocks, strict=True):
        scope.later.discard(field.id)
        scope.attempt(field.when, block, "when")
        if isinstance(field, GroupField):
            _check_group(field, block, scope, depth + 1)
        if isinstance(field, ComputedField):
            scope.value(field.expression, block, "value")
        if field.prefill is not None and field.prefill not in SOURCES:
            known = ", ".join(SOURCES)
            raise block.error(f"`prefill` is `{field.prefill}`: one of {known}", key="prefill")
        if field.prefill is not None and SOURCES[field.prefill] != field.kind:
            message = f"`{field.prefill}` fills a question of kind {SOURCES[field.prefill]}"
            raise block.error(message, key="prefill")
        scope.add(field, block)
        for check, written in zip(field.checks, block.blocks("checks"), strict=True):
            scope.attempt(check.that, written, "that")


def _check_group(group: GroupField, block: Block, scope: Scope, depth: int) -> None:
    if depth > DEEPEST:
        raise block.error(f"groups go {DEEPEST} deep at most", key="kind")
    inner = scope.inside()
    inner.later |= {field.id for field in group.fields}
    _check_fields(group.fields, block.blocks("fields"), inner, depth)


def _check_pieces(procedure: Procedure, block: Block) -> None:
    pieces = {piece.id for piece in procedure.pieces}
    collected = set()
    for written in _all_fields(block):
        if written.get("kind") != FilesField.kind or not written.has("piece"):
            continue
        piece = written.string("piece")
        if piece not in pieces:
            raise written.error(f"`{piece}` is not among `pieces`", key="piece")
        collected.add(piece)
    for written in block.blocks("pieces"):
        if written.string("id") not in collected:
            message = f"no question collects the piece `{written.string('id')}`"
            raise written.error(message, key="id")


def _all_fields(block: Block) -> list[Block]:
    waiting = [field for page in block.blocks("pages") for field in page.blocks("fields")]
    found = []
    while waiting:
        field = waiting.pop(0)
        found.append(field)
        waiting = [*field.blocks("fields"), *waiting]
    return found


def _check_placeholders(block: Block, known: set[str]) -> None:
    for key, value in block.items():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, Block):
                _check_placeholders(item, known)
        if key in ("fr", "en") and isinstance(value, str):
            for name in PLACEHOLDER.findall(value):
                if name not in known:
                    message = f"`{{{name}}}` is no option that a sentence can show"
                    raise block.error(message, key=key)
