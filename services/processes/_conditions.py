"""What a condition of a process may read, and how it is evaluated."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache

from services.foundation.expressions import Expression, ExpressionError, compile_expression
from services.processes.contracts import Action, Ask, CaseView, Command, FieldValue

Scope = Mapping[str, object]
Plain = str | bool | list[str]

SAMPLE_CASE: Mapping[str, Plain] = {
    "state": "",
    "assignee": "",
    "proposed_by": "",
    "proposed_sense": "",
    "pieces_pending": ["piece"],
    "pieces_limit": "2026-01-01",
    "tacit": "",
    "electronic": True,
    "decided": False,
    "last_day": "2026-01-01",
    "completeness_end": "2026-01-01",
    "tacit_appeal_until": "2026-01-01",
    "reasons_pending": False,
    "reasons_given": False,
    "to_send": False,
    "reasons_sent_on": "2026-01-01",
    "granted_on": "2026-01-01",
    "revocable_until": "2026-01-01",
}
_EMPTY: Mapping[str, Plain] = {"yes_no": False, "pieces": []}
_SAMPLES: Mapping[str, Plain] = {"yes_no": False, "pieces": ["piece"], "date": "2026-01-01"}


@cache
def compiled(source: str) -> Expression:
    """The condition, compiled once for the life of the process."""
    return compile_expression(source)


def holds(source: str | None, scope: Scope) -> bool:
    """The truth of a condition; an absent one holds."""
    return source is None or compiled(source).holds(scope)


def reads_command(source: str) -> bool:
    """True when a condition cannot be known before the command is filled in."""
    return "command" in compiled(source).names


def attempt(source: str, asks: Iterable[Ask]) -> None:
    """Try a condition on samples.

    Raises ExpressionError for a name or a key that is not there, even where the evaluation would
    not go so far, and for a condition that is neither true nor false.
    """
    samples: Mapping[str, Mapping[str, Plain] | str] = {
        "case": SAMPLE_CASE,
        "command": {ask.name: _SAMPLES.get(ask.kind, "") for ask in asks},
        "by": {"id": "", "roles": ["instructor"]},
        "today": "2026-01-01",
    }
    expression = compiled(source)
    for name, keys in expression.members.items():
        sample = samples.get(name)
        for key in sorted(keys - sample.keys()) if isinstance(sample, Mapping) else ():
            raise ExpressionError(f"`{source}` reads `{name}.{key}`, which does not exist")
    if not isinstance(expression.attempt(samples), bool):
        raise ExpressionError(f"`{source}` is neither true nor false")


def local_day(view: CaseView, at: datetime) -> date:
    """The day of `at` where the collectivity is: the only day the law knows."""
    return at.astimezone(view.zone).date()


def scope_of(action: Action, view: CaseView, command: Command, at: datetime) -> Scope:
    """The names a condition may read. Ids are text, days ISO text, what is absent is empty."""
    return {
        "case": {
            "state": view.state or "",
            "assignee": str(view.assignee or ""),
            "proposed_by": str(view.proposed_by or ""),
            "proposed_sense": view.proposed_sense or "",
            "pieces_pending": list(view.pieces_pending),
            "pieces_limit": _day(view.pieces_limit),
            "tacit": view.tacit or "",
            "electronic": view.electronic,
            "decided": view.decided,
            "last_day": _day(view.last_day),
            "completeness_end": _day(view.completeness_end),
            "tacit_appeal_until": _day(view.tacit_appeal_until),
            "reasons_pending": view.reasons_pending,
            "reasons_given": view.reasons_given,
            "to_send": view.to_send,
            "reasons_sent_on": _day(view.reasons_sent_on),
            "granted_on": _day(view.granted_on),
            "revocable_until": _day(view.revocable_until),
        },
        "command": {ask.name: _plain(ask, command.fields.get(ask.name)) for ask in action.asks},
        "by": {"id": str(command.by or ""), "roles": sorted(command.roles)},
        "today": local_day(view, at).isoformat(),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(ask: Ask, value: FieldValue | None) -> Plain:
    if value is None:
        return _EMPTY.get(ask.kind, "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value.strip() if isinstance(value, str) else value
