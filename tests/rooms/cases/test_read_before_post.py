"""A decision that goes by post, read on the portal before: it notifies nothing (CRPA L112-15)."""

from typing import Any

import psycopg
import pytest

from services.cases.actions.ask_reasons import ask_reasons
from services.cases.actions.give_reasons import give_reasons
from services.documents.contracts import LetterKind
from tests.arranging import DECLARATION, OCCUPATION, Deployment
from tests.rooms.cases.planning import PlanningFile, a_file, on
from tests.rooms.cases.test_reasons import BORN, REASONS

Moved = tuple[Any, ...]


@pytest.fixture
def register(postgres, arranged_name):
    """The dates that the register holds for a case."""

    def dates_of(file: PlanningFile) -> list[Any]:
        with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
            return admin.execute(
                "SELECT kind, due_on, wake_at, state FROM deadline WHERE case_id = %s"
                " ORDER BY kind",
                (file.filed.case_id,),
            ).fetchall()

    return dates_of


async def dates(file: PlanningFile, day: str, register: Any) -> Moved:
    """Every date of a case as it stands on that day."""
    seen = await file.seen(day)
    facts = [event.fact for event in seen.events if event.fact]
    return seen.state.id, seen.timeline, facts, register(file)


async def refused(file: PlanningFile) -> tuple[LetterKind, str, str]:
    await file.refuse("2026-01-20")
    await file.letters("2026-01-20")
    return "decision", "2026-01-21", "2026-01-21"


async def silent_then_explained(file: PlanningFile) -> tuple[LetterKind, str, str]:
    await file.letters(BORN)
    await ask_reasons(
        file.db,
        person_id=file.nadia.id,
        tenant_id=file.gien.id,
        case_id=file.filed.case_id,
        version=None,
        at=on("2026-04-01"),
    )
    await give_reasons(file.db, **REASONS, **file.by_instructor("2026-04-20"))
    await file.letters("2026-04-20")
    return "reasons", "2026-04-21", "2026-04-21"


@pytest.mark.parametrize(
    ("procedure", "arrange"),
    [
        (OCCUPATION, refused),
        (DECLARATION, refused),
        (OCCUPATION, silent_then_explained),
    ],
    ids=["decision", "planning", "reasons"],
)
async def test_moves_no_date(
    arranged_database, collectivities: Deployment, register, procedure: str, arrange: Any
) -> None:
    file = await a_file(
        arranged_database,
        collectivities.gien,
        "2026-01-12",
        procedure=procedure,
        electronic=False,
    )
    kind, opened_on, seen_on = await arrange(file)
    before = await dates(file, seen_on, register)
    await file.opens(kind, opened_on)
    assert await dates(file, seen_on, register) == before
    assert not [each for each in (await file.seen(seen_on)).events if each.kind == "open_letter"]


async def test_notifies_who_agreed_to_the_portal(
    arranged_database, collectivities: Deployment, register
) -> None:
    """R112-20: the same reading, with her prior consent, is the notification."""
    file = await a_file(arranged_database, collectivities.gien, "2026-01-12", procedure=OCCUPATION)
    kind, opened_on, seen_on = await refused(file)
    before = await dates(file, seen_on, register)
    await file.opens(kind, opened_on)
    assert await dates(file, seen_on, register) != before
    assert (await file.seen(seen_on)).timeline.notified_on is not None
