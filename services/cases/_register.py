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
from services.law.quotas import QUOTAS, Opener


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
    return Quota(await _granted(tx, entry), quota.yearly, entry.year, quota.article)


async def count_grant(tx: Transaction, book: Book) -> None:
    """Count one grant of this case, in its transaction; nothing where no register is declared.

    Raises QuotaReached. The last statement of an act: the line stays locked until it commits.
    """
    if book.under.procedure.register is None:
        return
    answers = await tx.scalar(
        select(case_answers.c.answers).where(
            case_answers.c.tenant_id == book.tenant_id, case_answers.c.case_id == book.case_id
        )
    )
    entry = entry_of(book.under.procedure, answers or {})
    if entry is None:
        return
    most = QUOTAS[entry.opener].yearly
    count = func.grant_drinking_place(entry.rna, entry.year, entry.opener, most)
    if await tx.scalar(select(count)) is None:
        raise QuotaReached(entry.opener, already=await _granted(tx, entry))


async def _granted(tx: Transaction, entry: Entry) -> int:
    counted = func.drinking_places_granted(entry.rna, entry.year, entry.opener)
    return int(await tx.scalar(select(counted)))
