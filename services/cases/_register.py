"""The register of temporary drinking places: one count for all communes (CSP L3334-2, L3335-4).

By association (RNA), civil year of the event and quality of who opens. The register is reached
through two functions of the database alone, which answer a number and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import func, select

from services.cases._book import Book
from services.cases._tables import case_answers
from services.cases.contracts import Quota
from services.cases.errors import QuotaReached
from services.forms.contracts import Procedure
from services.foundation.database import Transaction
from services.law.quotas import QUOTAS, Opener, refused_beyond


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a request is counted."""

    rna: str
    year: int
    opener: Opener


def entry_of(procedure: Procedure, answers: Mapping[str, Any]) -> Entry | None:
    """The line of the register that a grant would be counted on; None where none is declared, or
    where the answers were erased."""
    register = procedure.register
    if register is None or not answers:
        return None
    year = date.fromisoformat(answers[register.on]).year
    return Entry(answers[register.by], year, cast("Opener", answers[register.opener]))


async def quota_of(tx: Transaction, book: Book, answers: Mapping[str, Any]) -> Quota | None:
    """What the register says while the case awaits its decision; nothing once it is closed."""
    entry = entry_of(book.under.procedure, answers)
    if entry is None or book.process.states[book.state].final:
        return None
    quota = QUOTAS[entry.opener]
    granted = await _granted(tx, entry)
    full = refused_beyond(entry.opener, year=entry.year, already=granted)
    return Quota(granted, quota.yearly, entry.year, quota.article, full)


async def count_grant(tx: Transaction, book: Book) -> None:
    """Count one grant of this case, in its transaction; nothing where no register is declared.

    Raises QuotaReached. The last statement of an act: the line stays locked until it commits.
    """
    entry = await _entry(tx, book)
    if entry is None:
        return
    most = QUOTAS[entry.opener].yearly
    if await _change(tx, entry, 1, most) is None:
        raise QuotaReached(entry.opener, year=entry.year, already=await _granted(tx, entry))


async def give_place_back(tx: Transaction, book: Book) -> None:
    """Count one grant less, in the transaction that withdraws it; nothing where none was counted,
    or where the answers were erased. The last statement of an act, as above."""
    entry = await _entry(tx, book)
    if entry is not None:
        await _change(tx, entry, -1, QUOTAS[entry.opener].yearly)


async def _entry(tx: Transaction, book: Book) -> Entry | None:
    """Where this case is counted, read from its answers only where a register is declared."""
    if book.under.procedure.register is None:
        return None
    answers = await tx.scalar(
        select(case_answers.c.answers).where(
            case_answers.c.tenant_id == book.tenant_id, case_answers.c.case_id == book.case_id
        )
    )
    return entry_of(book.under.procedure, answers or {})


async def _change(tx: Transaction, entry: Entry, change: int, most: int) -> int | None:
    """The count after one place more or less; None when there is none to take, or to give."""
    counted = func.count_drinking_place(entry.rna, entry.year, entry.opener, change, most)
    found: int | None = await tx.scalar(select(counted))
    return found


async def _granted(tx: Transaction, entry: Entry) -> int:
    counted = func.drinking_places_granted(entry.rna, entry.year, entry.opener)
    return int(await tx.scalar(select(counted)))
