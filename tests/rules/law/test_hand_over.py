"""Misdirected requests (CRPA L114-2, L114-3, L114-4)."""

from typing import Any

import pytest

from tests.rules.law.asking import (
    FLAT,
    NONE,
    SVA,
    SVR,
    ask,
    asked,
    filed,
    given,
    handed_over,
    unheard,
)
from tests.rules.law.asking import last_day as last

ASTRAY = filed("2026-01-10", competent=False)

CLOCKS = [
    (SVR, [], "2026-03-10", "L114-3 al. 1: from the first reception"),
    (SVA, [], None, "L114-3 al. 2: no clock before the competent body"),
    (FLAT, [], None, "runs as acceptance"),
    (SVR, [handed_over("2026-01-20")], "2026-03-10", "kept"),
    (SVA, [handed_over("2026-01-20")], "2026-03-20", "from the competent body’s reception"),
    (FLAT, [handed_over("2026-01-20")], "2026-03-20", "as acceptance"),
    (NONE, [handed_over("2026-01-20")], None, "silence means nothing"),
    (SVA, [handed_over("2026-01-10")], "2026-03-10", "the same day"),
    (
        SVA,
        [handed_over("2026-01-20"), asked("2026-02-01"), given("2026-02-15")],
        "2026-04-15",
        "then L114-5 al. 2",
    ),
    (
        SVA,
        [asked("2026-01-12"), given("2026-01-15"), handed_over("2026-01-20")],
        "2026-03-20",
        "asked and produced before: from the hand-over",
    ),
    (
        SVA,
        [asked("2026-01-12"), handed_over("2026-01-20"), given("2026-01-25")],
        "2026-03-20",
        "L114-3 al. 2: only what the competent body asks for restarts the delay",
    ),
    (
        SVA,
        [asked("2026-01-12"), handed_over("2026-01-20")],
        "2026-03-20",
        "L114-3 al. 2: nor does it stop the clock while they are missing",
    ),
    (
        SVA,
        [asked("2026-01-12"), handed_over("2026-01-20"), asked("2026-01-22")],
        None,
        "unless the competent body asks for them again",
    ),
    (
        SVR,
        [asked("2026-01-12", "2026-01-30"), handed_over("2026-01-20")],
        "2026-03-28",
        "suspended 18 days from the first reception’s clock",
    ),
    (
        SVA,
        [handed_over("2026-01-15", competent=False)],
        None,
        "handed to a body that is not competent either",
    ),
    (
        SVA,
        [handed_over("2026-01-15", competent=False), handed_over("2026-01-20")],
        "2026-03-20",
        "then to the right one",
    ),
    (SVA, [handed_over("2026-01-20"), handed_over("2026-02-20")], "2026-03-20", "once only"),
]


@pytest.mark.parametrize(("regime", "events", "day", "why"), CLOCKS)
def test_sets_the_clock(
    regime: str, events: list[dict[str, Any]], day: str | None, why: str
) -> None:
    assert last(regime, ASTRAY, *events) == day, why


def test_a_hand_over_of_a_file_in_its_place_changes_nothing() -> None:
    answer = ask(SVA, filed("2026-01-10"), handed_over("2026-01-20"))
    assert answer["tacit"]["last_day"] == "2026-03-10"
    assert answer["receipt_due"] == "2026-01-23"
    assert unheard(answer) == ["handed_over"]


def test_a_misdirected_file_waits_for_its_hand_over() -> None:
    answer = ask(SVA, ASTRAY)
    assert answer["clock"]["state"] == "not_started"
    assert "transmission" in answer["what_would_move"][0]["fr"]


def test_the_step_names_the_articles() -> None:
    answer = ask(SVA, ASTRAY, handed_over("2026-01-20"))
    step = next(step for step in answer["steps"] if step["what"] == "handed_over")
    assert step["article"] == "CRPA L114-2, L114-3, L114-4"
