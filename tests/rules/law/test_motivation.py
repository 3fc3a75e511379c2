"""Reasons, hearings, revocations (CRPA L211-2, L211-5, L121-1, L232-4, L242-1)."""

from datetime import date
from typing import Any

import pytest

from services.law.calendars import calendar
from services.law.motivation import (
    appeal_after_reasons,
    duty_to_hear,
    duty_to_state_reasons,
    reasons_of_silence,
)
from services.law.revocation import revocation_last_day

REASONS = [
    ("grant", None),
    ("grant_with_conditions", "CRPA L211-2, 3°, L211-5"),
    ("refusal_of_authorisation", "CRPA L211-2, 7°, L211-5"),
    ("refusal_of_entitlement", "CRPA L211-2, 6°, L211-5"),
    ("revocation", "CRPA L211-2, 4°, L211-5"),
    ("repeal", "CRPA L211-2, 4°, L211-5"),
    ("sanction", "CRPA L211-2, 2°, L211-5"),
    ("measure_of_police", "CRPA L211-2, 1°, L211-5"),
    ("rejection_of_mandatory_appeal", "CRPA L211-2, 8°, L211-5"),
]


@pytest.mark.parametrize(("kind", "article"), REASONS)
def test_reasons_are_owed(kind: Any, article: str | None) -> None:
    duty = duty_to_state_reasons(kind)
    assert (None if duty is None else duty.article) == article


HEARD = [
    ("revocation", True),
    ("repeal", True),
    ("sanction", True),
    ("measure_of_police", True),
    ("refusal_of_authorisation", False),
    ("grant", False),
]


@pytest.mark.parametrize(("kind", "heard"), HEARD)
def test_the_person_is_heard_first(kind: Any, heard: bool) -> None:
    duty = duty_to_hear(kind)
    assert (duty is not None) is heard
    if duty is not None:
        assert duty.article == "CRPA L121-1, L122-1"


SILENCE = [
    ("2026-04-01", "2026-05-12", True, "2026-05-01"),
    ("2026-05-12", "2026-05-12", True, "2026-06-12"),
    ("2026-05-13", "2026-05-12", False, "2026-06-13"),
    ("2026-01-31", "2026-05-12", True, "2026-02-28"),
]


@pytest.mark.parametrize(("asked_on", "appeal_last_day", "in_time", "due_on"), SILENCE)
def test_reasons_of_a_tacit_rejection(
    asked_on: str, appeal_last_day: str, in_time: bool, due_on: str
) -> None:
    owed = reasons_of_silence(
        asked_on=date.fromisoformat(asked_on),
        appeal_last_day=date.fromisoformat(appeal_last_day),
    )
    assert (owed.in_time, owed.due_on.isoformat()) == (in_time, due_on)
    assert owed.article == "CRPA L232-4"


def test_the_appeal_runs_from_the_reasons_given() -> None:
    here = calendar("metropole")
    assert appeal_after_reasons(date(2026, 4, 13), here) == date(2026, 6, 15)
    assert appeal_after_reasons(date(2026, 2, 28), here, residence="abroad") == date(2026, 6, 29)


REVOCATION = [
    ("2026-01-10", False, "2026-05-10", "L242-1"),
    ("2026-10-31", False, "2027-02-28", "L242-1, clamped"),
    ("2026-01-10", True, "2026-04-10", "C. urb. L424-5"),
    ("2026-11-30", True, "2027-02-28", "C. urb. L424-5, clamped"),
]


@pytest.mark.parametrize(("decided", "planning", "last", "article"), REVOCATION)
def test_revocation(decided: str, planning: bool, last: str, article: str) -> None:
    day = revocation_last_day(date.fromisoformat(decided), planning=planning)
    assert day.isoformat() == last, article


def test_revocation_is_general_by_default() -> None:
    assert revocation_last_day(date(2026, 1, 10)) == date(2026, 5, 10)
