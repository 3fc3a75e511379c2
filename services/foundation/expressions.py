"""Conditions and computed values, written in CEL and compiled once.

One evaluator serves page, API and counter, so that they agree. An answer that is missing is `null`:
an expression that cannot be worked out because of one has no value, and a condition without a value
does not hold. Dates are ISO words (`2026-12-03`), which compare in order.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import cel

LENGTH_LIMIT = 2_000
"""Characters. A longer condition is a rule that belongs in code."""
LONGEST_DAYS = 36_525
"""Days. A century: further than any delay, nearer than the end of the calendar."""
BUILT_IN = frozenset(
    {"size", "contains", "startsWith", "endsWith", "int", "double", "string", "has"}
)
MEMORY = 256
"""Values remembered for an expression: most conditions are about a choice or a yes or no."""
PLAIN = frozenset({str, bool, int, type(None)})
MACRO = re.compile(r"\.(?:all|exists|exists_one|existsOne|filter|map)\(\s*([A-Za-z_]\w*)\s*,")
HOUR = re.compile(r"([0-9]{2}):([0-9]{2})")
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
FAILURES = (TypeError, KeyError, RuntimeError, ValueError, IndexError, ArithmeticError)
"""What the evaluator raises; anything else is a bug of ours."""


class ExpressionError(ValueError):
    """An expression that cannot be used: what is wrong with it, in words."""


# The evaluator prints the failure of a function, with its arguments, so that these never fail.


def days_between(start: object, end: object) -> int | None:
    """Days from `start` to `end` (ISO), negative when `end` comes first; null without both."""
    first, last = _day(start), _day(end)
    return None if first is None or last is None else (last - first).days


def minutes_between(start: object, at: object, end: object, until: object) -> int | None:
    """Minutes from `at` (18:30) on the day `start` to `until` on the day `end`, negative when that
    comes first; null without the four."""
    days, first, last = days_between(start, end), _minutes(at), _minutes(until)
    if days is None or first is None or last is None:
        return None
    return days * 24 * 60 + last - first


def add_days(start: object, days: object) -> str | None:
    """The ISO day that comes `days` after `start`; null without both."""
    first = _day(start)
    if first is None or not isinstance(days, int) or abs(days) > LONGEST_DAYS:
        return None
    try:
        return (first + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def total(numbers: object) -> int | float | None:
    """The sum of a list, 0 when it is empty; null when one of them is missing."""
    if not isinstance(numbers, list | tuple):
        return None
    kept = [number for number in numbers if isinstance(number, int | float)]
    return sum(kept) if len(kept) == len(numbers) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _minutes(value: object) -> int | None:
    found = HOUR.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else None


OURS: Mapping[str, Callable[..., object]] = {
    "days_between": days_between,
    "add_days": add_days,
    "minutes_between": minutes_between,
    "total": total,
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    `names` are the variables it needs; `members` says, for each, which of its keys it reads
    (empty when it reads the whole), so that a caller need not build more than that.
    """

    source: str
    names: frozenset[str]
    members: Mapping[str, frozenset[str]]
    _program: cel.Program = field(repr=False, compare=False)
    _functions: Mapping[str, Callable[..., object]] = field(repr=False, compare=False)
    _known: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def evaluate(self, variables: Mapping[str, object]) -> object:
        """Its value, with only the variables that it names; None where it has none.

        It has none where an answer that it needs is missing, or where the numbers given cannot be
        worked out (a division by zero, an overflow). Raises `ExpressionError` when all is there
        and the types do not agree: a fault of its author, that `attempt` finds at loading.
        """
        given = {name: self._narrowed(name, variables.get(name)) for name in self.names}
        key = _key(given)
        if key in self._known:
            return self._known[key]
        value = self._worked_out(given)
        if key is not None:
            if len(self._known) >= MEMORY:
                self._known.clear()
            self._known[key] = value
        return value

    def _worked_out(self, given: Mapping[str, object]) -> object:
        try:
            value: object = self._program.execute({**given, **self._functions})
        except (KeyError, ArithmeticError):
            return None
        except FAILURES as failure:
            if any(_is_missing(given[name]) for name in self.names):
                return None
            raise ExpressionError(_in_words(self.source, failure)) from failure
        return value

    def attempt(self, samples: Mapping[str, object]) -> object:
        """Its value for `samples`, one for each name it may use; what loading does with it.

        Raises `ExpressionError` for a name that is not in `samples`, a key that its sample lacks,
        or types that do not agree.
        """
        unknown = sorted(self.names - samples.keys())
        if unknown:
            raise ExpressionError(f"`{self.source}` names `{unknown[0]}`, which is not known here")
        given = {name: samples[name] for name in self.names}
        try:
            value: object = self._program.execute({**given, **self._functions})
        except KeyError as failure:
            key = str(failure.args[0])
            raise ExpressionError(f"`{self.source}` reads `{key}`, which does not exist") from None
        except ArithmeticError:
            return None
        except FAILURES as failure:
            raise ExpressionError(_in_words(self.source, failure)) from failure
        return value

    def holds(self, variables: Mapping[str, object]) -> bool:
        """Whether it is true; false where an answer that it needs is missing."""
        return self.evaluate(variables) is True

    def _narrowed(self, name: str, value: object) -> object:
        wanted = self.members.get(name)
        if wanted and isinstance(value, Mapping):
            return {key: value.get(key) for key in wanted}
        return value


def compile_expression(source: str) -> Expression:
    """The expression, ready to be evaluated many times.

    Raises `ExpressionError` for one that is too long, malformed, or calls an unknown function.
    """
    if len(source) > LENGTH_LIMIT:
        raise ExpressionError(f"the expression is longer than {LENGTH_LIMIT} characters")
    try:
        program = cel.compile(source)
    except ValueError as failure:
        raise ExpressionError(_in_words(source, failure)) from failure
    references = program.references()
    bare = QUOTED.sub('""', source)
    bound = set(MACRO.findall(bare))
    called = {name for name in references["functions"] if name[0].isalpha()}
    for name in sorted(called - BUILT_IN - OURS.keys()):
        raise ExpressionError(f"`{name}` is not a function that expressions may call")
    names = frozenset(references["variables"]) - bound
    return Expression(
        source=source,
        names=names,
        members={name: _members(bare, name) for name in sorted(names)},
        _program=program,
        _functions={name: OURS[name] for name in sorted(called & OURS.keys())},
    )


def _members(bare: str, name: str) -> frozenset[str]:
    """The keys of `name` that are read as `name.key`; none when it is also read whole."""
    every = len(re.findall(rf"(?<![\w.]){re.escape(name)}(?!\w)", bare))
    dotted = re.findall(rf"(?<![\w.]){re.escape(name)}\.(\w+)(?!\w*\()", bare)
    return frozenset(dotted) if len(dotted) == every else frozenset()


def _key(given: Mapping[str, object]) -> tuple[object, ...] | None:
    """What a value is remembered by: the answers and their types, when all are plain."""
    parts: list[object] = []
    for value in given.values():
        for item in value.values() if isinstance(value, dict) else (value,):
            kind = item.__class__
            if kind not in PLAIN:
                return None
            parts += (item, kind)
    return tuple(parts)


def _is_missing(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_is_missing(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_is_missing(item) for item in value)
    return value is None


def _in_words(source: str, failure: Exception) -> str:
    told = str(failure).strip().splitlines()
    reason = re.sub(r"^.*?ERROR: <input>:", "position ", told[0]) if told else "no reason given"
    return f"`{source}` cannot be worked out: {reason[:300]}"
