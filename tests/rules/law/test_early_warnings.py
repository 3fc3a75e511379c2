"""The days to warn before a last day, counted back in working days. No text asks for these: the
article beside each row is that of the last day, or of the holiday that moves the warning."""

from datetime import date

import pytest

from services.law.contracts import Timeline, WarningDays
from services.law.early_warnings import early_warnings, warned_of
from tests.rules.law.asking import (
    DP,
    FLAT,
    NONE,
    PC,
    SVA,
    SVR,
    asked,
    event,
    filed,
    given,
    granted,
    refused,
    tell,
)

FILED = filed("2026-01-10")
HOUSE = WarningDays()


def found(timeline: Timeline, days: WarningDays = HOUSE) -> dict[str, str]:
    """Kind → the day to warn."""
    return {one.kind: one.due_on.isoformat() for one in early_warnings(timeline, days)}


@pytest.mark.parametrize(
    ("calendar", "received", "count", "day"),
    [
        ("metropole", "2026-01-10", 1, "2026-03-09"),  # last day Tuesday 10 March, L231-1
        ("metropole", "2026-01-10", 3, "2026-03-05"),  # over a week-end
        ("metropole", "2026-01-10", 10, "2026-02-24"),
        ("metropole", "2026-01-15", 1, "2026-03-13"),  # last day Sunday 15 March: the Friday
        ("metropole", "2026-02-07", 3, "2026-04-01"),  # Easter Monday, C. trav. L3133-1
        ("alsace-moselle", "2026-02-07", 3, "2026-03-31"),  # and Good Friday, L3134-13
        ("metropole", "2026-04-01", 3, "2026-05-27"),
        ("guadeloupe", "2026-04-01", 3, "2026-05-26"),  # 27 May, C. trav. L3422-2
        ("metropole", "2026-04-01", 10, "2026-05-15"),  # Whit Monday, L3133-1
        ("metropole", "2026-10-30", 3, "2026-12-24"),  # Christmas, L3133-1
    ],
)
def test_days_are_counted_back_in_the_calendar_of_the_place(
    calendar: str, received: str, count: int, day: str
) -> None:
    seen = tell(SVA, filed(received), calendar=calendar)
    assert found(seen, WarningDays((count,), ())) == {f"warn_agent_{count}": day}


@pytest.mark.parametrize("regime", [SVA, SVR, FLAT])
def test_the_house_warns_the_agent_twice_and_the_supervisor_once(regime: str) -> None:
    assert found(tell(regime, FILED)) == {
        "warn_agent_10": "2026-02-24",
        "warn_agent_3": "2026-03-05",
        "warn_supervisor_3": "2026-03-05",
    }


def test_a_warning_bears_the_article_and_the_words_of_its_last_day() -> None:
    warning = early_warnings(tell(SVA, FILED), HOUSE)[0]
    assert (warning.due_on, warning.wake_on) == (date(2026, 2, 24), date(2026, 2, 24))
    assert warning.article == "CRPA L231-1"
    assert "10 mars 2026" in warning.text.fr


def test_an_empty_list_warns_nobody() -> None:
    assert found(tell(SVA, FILED), WarningDays((), ())) == {}
    assert set(found(tell(SVA, FILED), WarningDays((), (3,)))) == {"warn_supervisor_3"}


@pytest.mark.parametrize(
    ("regime", "events"),
    [
        (NONE, [FILED]),  # silence means nothing
        (SVA, [FILED, asked("2026-02-01", "2026-03-01")]),  # L114-5: no delay runs
        (SVR, [FILED, asked("2026-02-01", "2026-03-01")]),  # L114-5: suspended
        (SVR, [FILED, refused("2026-02-02")]),
        (SVA, [FILED, granted("2026-02-02")]),
        (DP, [filed("2026-01-21"), asked("2026-02-10")]),  # R423-39
    ],
)
def test_nobody_is_warned_while_no_clock_runs(regime: str, events: list[dict[str, str]]) -> None:
    assert found(tell(regime, *events)) == {}


def test_nobody_is_warned_once_silence_has_decided() -> None:
    assert found(tell(SVA, FILED, on="2026-03-10"))
    assert found(tell(SVA, FILED, on="2026-03-11")) == {}


def test_a_clock_that_starts_again_moves_its_warnings() -> None:
    """L114-5: two full months from the production, 15 February; the last day is 15 April."""
    seen = tell(SVA, FILED, asked("2026-02-01", "2026-03-01"), given("2026-02-15"))
    assert found(seen)["warn_supervisor_3"] == "2026-04-10"
    suspended = tell(SVR, FILED, asked("2026-02-01", "2026-03-01"), given("2026-02-15"))
    assert found(suspended)["warn_supervisor_3"] == "2026-03-19"  # 14 days: last day 24 March


class TestPlanning:
    def test_warns_the_agent_before_the_end_of_the_month(self) -> None:
        """R423-38: one month to ask for pieces, 21 February (a Saturday); R423-23, c: the delay is
        three, to 21 April."""
        assert found(tell(PC, filed("2026-01-21"))) == {
            "warn_completeness_10": "2026-02-09",
            "warn_completeness_3": "2026-02-18",
            "warn_agent_10": "2026-04-07",
            "warn_agent_3": "2026-04-16",
            "warn_supervisor_3": "2026-04-16",
        }

    def test_warns_once_where_the_delay_is_that_month(self) -> None:
        """R423-23, a: the declaration's delay is the month itself."""
        assert set(found(tell(DP, filed("2026-01-21")))) == {
            "warn_agent_10",
            "warn_agent_3",
            "warn_supervisor_3",
        }

    def test_asks_nothing_more_of_who_has_asked(self) -> None:
        seen = tell(PC, filed("2026-01-21"), asked("2026-02-02"), given("2026-02-04"))
        assert not [kind for kind in found(seen) if "completeness" in kind]


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("warn_agent_10", "agent"),
        ("warn_supervisor_3", "supervisor"),
        ("warn_completeness_3", "completeness"),
        ("silence", None),
        ("warn_mayor_3", None),
        ("agent_10", None),
        ("warn_agent_10_3", None),
    ],
)
def test_a_kind_says_whom_it_warns(kind: str, of: str | None) -> None:
    assert warned_of(kind) == of


def test_a_receipt_changes_nothing_outside_planning() -> None:
    seen = tell(SVA, FILED, event("receipt_sent", "2026-01-12"))
    assert found(seen) == found(tell(SVA, FILED))
