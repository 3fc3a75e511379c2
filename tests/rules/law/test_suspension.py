"""Missing pieces and originals (CRPA L114-5, L114-5-1, R113-11)."""

from typing import Any

import pytest

from tests.rules.law.asking import FLAT, NONE, SVA, SVR, ask, asked, event, filed, given
from tests.rules.law.asking import last_day as last

FILED = filed("2026-01-10")  # → 10 March

REJECTION = [
    ([asked("2026-02-01", "2026-03-01"), given("2026-02-15")], "2026-03-24", "14 days"),
    ([asked("2026-02-01", "2026-03-01")], "2026-04-07", "28 days, to the limit"),
    ([asked("2026-02-01", "2026-03-01"), given("2026-03-05")], "2026-04-07", "late: to the limit"),
    ([asked("2026-02-01", "2026-03-01"), given("2026-03-01")], "2026-04-07", "on the limit"),
    ([asked("2026-02-01", "2026-03-01"), given("2026-02-28")], "2026-04-06", "the day before"),
    ([asked("2026-02-01", "2026-03-01"), given("2026-02-01")], "2026-03-10", "the same day"),
    ([asked("2026-02-01", "2026-02-01")], "2026-03-10", "a limit on the day itself"),
    ([asked("2026-02-01")], None, "no limit: suspended until production"),
    ([asked("2026-02-01"), given("2026-02-15")], "2026-03-24", "no limit, produced"),
    ([asked("2026-02-01", "2026-03-01", received_on="2026-02-05")], "2026-04-03", "24 days"),
    (
        [asked("2026-02-01", "2026-03-01", received_on="2026-02-05"), given("2026-02-15")],
        "2026-03-20",
        "10 days from reception",
    ),
    (
        [asked("2026-02-01", "2026-03-01", received_on="2026-03-05")],
        "2026-03-10",
        "received after its own limit: nothing",
    ),
    (
        [asked("2026-02-01", "2026-03-01", received_on="2026-02-10"), given("2026-02-05")],
        "2026-03-10",
        "produced before the request came: nothing",
    ),
    ([asked("2026-02-01", "2026-03-01", indispensable=False)], "2026-03-10", "L114-5-1"),
    (
        [asked("2026-02-01", "2026-03-01"), given("2026-02-15", partial=True)],
        "2026-04-07",
        "partial: to the limit",
    ),
    (
        [
            asked("2026-02-01", "2026-03-01"),
            given("2026-02-10", partial=True),
            given("2026-02-20"),
        ],
        "2026-03-29",
        "partial, then complete: 19 days",
    ),
    (
        [asked("2026-02-01", "2026-03-01"), asked("2026-02-10", "2026-03-10")],
        "2026-04-16",
        "overlap: from 1 February to 10 March, 37 days",
    ),
    (
        [
            asked("2026-02-01", "2026-03-01"),
            asked("2026-02-10", "2026-03-10"),
            given("2026-02-15"),
        ],
        "2026-03-24",
        "overlap: produced, 14 days once",
    ),
    (
        [asked("2026-02-01", "2026-03-01"), asked("2026-02-10", "2026-02-20")],
        "2026-04-07",
        "one inside the other: 28 days",
    ),
    (
        [
            asked("2026-02-01", "2026-03-01"),
            asked("2026-02-10", "2026-03-10"),
            given("2026-03-05"),
        ],
        "2026-04-11",
        "the first had expired, the second is answered: 32 days",
    ),
    (
        [
            asked("2026-01-20", "2026-02-20"),
            given("2026-01-30"),
            asked("2026-02-10", "2026-03-10"),
            given("2026-02-15"),
        ],
        "2026-03-25",
        "one after the other: 10 and 5 days",
    ),
    (
        [asked("2026-02-01", "2026-02-10"), asked("2026-02-10", "2026-02-20")],
        "2026-03-29",
        "touching: 19 days",
    ),
    (
        [asked("2026-02-01"), asked("2026-02-10", "2026-03-10"), given("2026-03-20")],
        "2026-04-26",
        "one without limit holds: 47 days",
    ),
    ([asked("2026-03-10", "2026-03-20")], "2026-03-20", "asked on the last day"),
    ([asked("2026-03-11", "2026-03-20")], "2026-03-10", "asked once born: nothing"),
    (
        [asked("2026-03-09", "2026-03-20", received_on="2026-03-11")],
        "2026-03-10",
        "received once born: nothing",
    ),
    (
        [asked("2026-02-01", "2026-03-01"), asked("2026-04-07", "2026-04-20")],
        "2026-04-20",
        "asked again on the last day pushed back",
    ),
    ([given("2026-02-01")], "2026-03-10", "produced without being asked"),
    (
        [given("2026-02-01"), asked("2026-02-01", "2026-03-01", received_on="2026-02-05")],
        "2026-04-03",
        "produced that day, but before being asked: 24 days",
    ),
    (
        [
            asked("2026-02-01", "2026-02-28", received_on="2026-02-10"),
            given("2026-02-03"),
            asked("2026-02-05", "2026-03-01"),
        ],
        "2026-04-03",
        "what came while the first was on its way does not answer the second: 24 days",
    ),
]


@pytest.mark.parametrize(("events", "day", "why"), REJECTION)
def test_suspend_under_rejection(events: list[dict[str, Any]], day: str | None, why: str) -> None:
    assert last(SVR, FILED, *events) == day, f"L114-5 al. 3: {why}"


ACCEPTANCE = [
    ([asked("2026-02-01", "2026-03-01"), given("2026-02-15")], "2026-04-15", "anew, in full"),
    ([asked("2026-02-01", "2026-03-01")], None, "never produced: no clock"),
    ([asked("2026-02-01")], None, "never produced, no limit"),
    ([asked("2026-02-01", "2026-03-01"), given("2026-03-20")], "2026-05-20", "late: anew too"),
    ([asked("2026-02-01"), given("2026-02-15", partial=True)], None, "partial: nothing restarts"),
    (
        [asked("2026-02-01"), given("2026-02-15", partial=True), given("2026-02-20")],
        "2026-04-20",
        "partial, then complete",
    ),
    ([asked("2026-02-01", indispensable=False)], "2026-03-10", "L114-5-1"),
    (
        [asked("2026-02-01", indispensable=False), given("2026-02-15")],
        "2026-03-10",
        "L114-5-1: nothing restarts on production",
    ),
    (
        [given("2026-02-01"), asked("2026-02-01", received_on="2026-02-05")],
        None,
        "produced that day, but before being asked",
    ),
    (
        [
            asked("2026-02-01", received_on="2026-02-10"),
            given("2026-02-03"),
            asked("2026-02-05"),
        ],
        None,
        "what came while the first was on its way does not answer the second",
    ),
    (
        [
            asked("2026-02-01"),
            given("2026-02-15"),
            asked("2026-03-01"),
            given("2026-03-31"),
        ],
        "2026-05-31",
        "twice",
    ),
    ([asked("2026-02-01"), asked("2026-02-10"), given("2026-02-15")], "2026-04-15", "two at once"),
    ([asked("2026-03-10"), given("2026-03-20")], "2026-05-20", "asked on the last day"),
    ([asked("2026-03-11"), given("2026-03-20")], "2026-03-10", "asked once born"),
    ([given("2026-02-15")], "2026-03-10", "produced without being asked"),
    (
        [asked("2026-02-01", received_on="2026-02-10"), given("2026-02-05")],
        "2026-04-05",
        "produced before the request came: complete that day",
    ),
    ([asked("2026-01-10"), given("2026-01-10")], "2026-03-10", "all on the first day"),
]


@pytest.mark.parametrize("regime", [SVA, FLAT])
@pytest.mark.parametrize(("events", "day", "why"), ACCEPTANCE)
def test_start_again_under_acceptance(
    regime: str, events: list[dict[str, Any]], day: str | None, why: str
) -> None:
    assert last(regime, FILED, *events) == day, f"L114-5 al. 2: {why}"


def original(at: str, **fields: Any) -> dict[str, Any]:
    return event("original_asked", at, **fields)


def shown(at: str) -> dict[str, Any]:
    return event("original_given", at)


ORIGINALS = [
    (SVA, [original("2026-02-01")], None, "suspended until shown"),
    (SVR, [original("2026-02-01")], None, "suspended until shown"),
    (SVA, [original("2026-02-01"), shown("2026-02-15")], "2026-03-24", "14 days, no restart"),
    (SVR, [original("2026-02-01"), shown("2026-02-15")], "2026-03-24", "14 days"),
    (
        SVR,
        [original("2026-02-01", received_on="2026-02-05"), shown("2026-02-15")],
        "2026-03-20",
        "from reception",
    ),
    (
        SVR,
        [
            asked("2026-02-01", "2026-03-01"),
            original("2026-02-10"),
            given("2026-02-15"),
            shown("2026-02-20"),
        ],
        "2026-03-29",
        "both at once: 19 days",
    ),
    (
        SVA,
        [
            original("2026-01-15"),
            shown("2026-01-20"),
            asked("2026-02-01"),
            given("2026-02-15"),
        ],
        "2026-04-15",
        "before the restart: it counts no more",
    ),
    (
        SVA,
        [
            asked("2026-02-01"),
            original("2026-02-10"),
            given("2026-02-15"),
            shown("2026-02-20"),
        ],
        "2026-04-20",
        "over the restart: 5 days after it",
    ),
    (SVA, [original("2026-03-11"), shown("2026-03-20")], "2026-03-10", "once born: nothing"),
    (SVR, [shown("2026-02-01")], "2026-03-10", "shown without being asked"),
    (
        SVR,
        [original("2026-02-01"), shown("2026-02-15"), shown("2026-02-20")],
        "2026-03-24",
        "shown twice: the first ends it",
    ),
]


@pytest.mark.parametrize(("regime", "events", "day", "why"), ORIGINALS)
def test_originals_suspend(
    regime: str, events: list[dict[str, Any]], day: str | None, why: str
) -> None:
    assert last(regime, FILED, *events) == day, f"R113-11: {why}"


def test_a_request_without_limit_is_warned_about() -> None:
    answer = ask(SVR, FILED, asked("2026-02-01"))
    assert any("R112-11-4" in warning["fr"] for warning in answer["warnings"])
    assert ask(SVA, FILED, asked("2026-02-01"))["warnings"] == []


def test_the_clock_stands_while_pieces_are_missing() -> None:
    clock = ask(SVR, FILED, asked("2026-02-01", "2026-03-01"))["clock"]
    assert (clock["state"], clock["paused_since"]) == ("paused", "2026-02-01")
    clock = ask(SVA, FILED, asked("2026-02-01", "2026-03-01"))["clock"]
    assert (clock["state"], clock["paused_since"]) == ("paused", "2026-02-01")


def test_a_request_where_silence_is_nothing_moves_nothing() -> None:
    answer = ask(NONE, FILED, asked("2026-02-01", "2026-03-01"), given("2026-02-15"))
    assert answer["tacit"] is None
