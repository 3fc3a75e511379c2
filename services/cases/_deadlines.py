"""The register of deadlines of a case: which rows it must hold, and bringing it in line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.cases import _rules
from services.cases._book import Book
from services.cases._law_acts import THE_LAW_ACTS
from services.cases._tables import deadline
from services.cases._warnings import wake_of, wanted_warnings
from services.foundation.writes import Writes
from services.law.contracts import Deadline, Timeline
from services.law.deadlines import deadlines
from services.law.early_warnings import warned_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows that the register must hold, by kind, and whether the case is closed."""

    dates: Mapping[str, Deadline]
    warnings: Mapping[str, Deadline]
    closed: bool


def wanted_of(book: Book, timeline: Timeline, *, state: str, today: date) -> Wanted:
    """A closed case awaits nothing but the reasons of a tacit rejection (CRPA L232-4)."""
    legal = {each.kind: each for each in deadlines(timeline)}
    if not book.process.states[state].final:
        warnings = wanted_warnings(book.under, timeline, book.deadlines, today=today)
        return Wanted(legal, warnings, closed=False)
    owed = _rules.reasons_due_on(book.process, state, timeline)
    kept = {kind: each for kind, each in legal.items() if owed and kind == "reasons_due"}
    return Wanted(kept, {}, closed=True)


def keep_register(writes: Writes, book: Book, wanted: Wanted) -> None:
    """Bring the register in line with what is wanted of it."""
    every = {**wanted.dates, **wanted.warnings}
    for kind, each in every.items():
        if not _stands(book, each):
            writes.upsert(
                deadline,
                _key(book, kind),
                due_on=each.due_on,
                wake_at=wake_of(each, book.under.zone),
                state="open",
                article=each.article,
            )
    for kind, (_due, state) in book.deadlines.items():
        if state == "open" and kind not in every:
            done = wanted.closed and warned_of(kind) is None
            writes.update(deadline, _key(book, kind), state="done" if done else "cancelled")


def clock_must_look(book: Book, wanted: Wanted) -> bool:
    """Whether the clock does not know of a warning, or of a date after which the law acts."""
    if not all(_stands(book, each) for each in wanted.warnings.values()):
        return True
    due = {kind: wanted.dates[kind].due_on for kind in THE_LAW_ACTS if kind in wanted.dates}
    known = {kind: on for kind, (on, state) in book.deadlines.items() if state == "open"}
    return due != {kind: known[kind] for kind in THE_LAW_ACTS if kind in known}


def _stands(book: Book, wanted: Deadline) -> bool:
    return book.deadlines.get(wanted.kind) == (wanted.due_on, "open")


def _key(book: Book, kind: str) -> dict[str, object]:
    return {"tenant_id": book.tenant_id, "case_id": book.case_id, "kind": kind}
