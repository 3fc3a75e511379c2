"""Questions in their order: each sees the answers before it; the hidden ones have none.

A page, a person, and a row of a group are all answered this way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.forms.fields.base import Circumstances, Errors, Field, Raw
from services.forms.fields.conditions import holds, value_of
from services.forms.fields.wording import filled


@dataclass(slots=True)
class Answers:
    """Values by question, hidden ones left out, and errors by input name."""

    values: dict[str, object] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)


def visible(fields: Sequence[Field], around: Circumstances) -> Iterator[Field]:
    """The questions to show, whatever is answered between two of them."""
    return (one for one in fields if holds(one.when, around))


def parse_fields(fields: Sequence[Field], raw: Raw, prefix: str, around: Circumstances) -> Answers:
    """What was typed for `fields`, in inputs whose names begin with `prefix`."""
    known = dict(around.answers)
    for one in fields:
        known.pop(one.id, None)
    here, answers = around.among(known), Answers()
    for one in visible(fields, here):
        path = prefix + one.id
        answer = one.parse(raw, path, here)
        errors = answer.errors or _broken_rule(one, answer.value, path, here)
        answers.errors.update(errors)
        if answer.value is not None:
            answers.values[one.id] = known[one.id] = answer.value
    return answers


def check_fields(
    fields: Sequence[Field], given: Mapping[str, object], prefix: str, around: Circumstances
) -> Answers:
    """Kept answers looked at again: hidden ones dropped, computed ones worked out anew."""
    known = dict(around.answers)
    for one in fields:
        known.pop(one.id, None)
    here, answers = around.among(known), Answers()
    for one in visible(fields, here):
        path = prefix + one.id
        value = one.settle(given.get(one.id), here)
        errors = one.check(value, path, here) or _broken_rule(one, value, path, here)
        if errors:
            answers.errors.update(errors)
        if value is not None:
            answers.values[one.id] = known[one.id] = value
    return answers


def settle_fields(
    fields: Sequence[Field], given: Mapping[str, object], around: Circumstances
) -> dict[str, object]:
    """Kept answers without those of hidden questions; nothing is checked."""
    known = dict(around.answers)
    for one in fields:
        known.pop(one.id, None)
    here, kept = around.among(known), {}
    for one in visible(fields, here):
        value = one.settle(given.get(one.id), here)
        if value is not None:
            kept[one.id] = known[one.id] = value
    return kept


def _broken_rule(one: Field, value: object, path: str, around: Circumstances) -> Errors:
    """The first rule of a question that its answer breaks; none applies without an answer."""
    if value is None or not one.checks:
        return {}
    known = around.among({**around.answers, one.id: value})
    for check in one.checks:
        if value_of(check.that, known) is False:
            return {path: filled(check.say, around.language, around.options)}
    return {}
