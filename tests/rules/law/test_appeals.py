"""Appeals: franc delay, working days, distance, gracious appeals (CJA R421-1 to -7, L411-2)."""

from datetime import date
from typing import Any

import pytest

from services.law.appeals import last_day_to_appeal
from services.law.calendars import calendar
from tests.rules.law.asking import (
    DP,
    NONE,
    PCMI,
    SVA,
    SVR,
    appealed,
    ask,
    filed,
    granted,
    refused,
    unheard,
)

# Event, residence, calendar, last day, article.
FRANC = [
    ("2023-09-20", "metropole", "metropole", "2023-11-21", "R421-1: two months and a day"),
    ("2026-06-23", "metropole", "metropole", "2026-08-24", "R421-1"),
    ("2026-12-31", "metropole", "metropole", "2027-03-01", "R421-1: 28 February, then a day"),
    ("2026-01-15", "metropole", "metropole", "2026-03-16", "R421-1"),
    ("2026-01-13", "metropole", "metropole", "2026-03-16", "14 March is a Saturday"),
    ("2026-01-14", "metropole", "metropole", "2026-03-16", "15 March is a Sunday"),
    ("2026-02-28", "metropole", "metropole", "2026-04-29", "28 April, then a day"),
    ("2026-03-07", "metropole", "metropole", "2026-05-11", "8 May is a holiday, then a week-end"),
    ("2026-02-28", "overseas", "metropole", "2026-05-29", "R421-7: one month more"),
    ("2026-02-28", "abroad", "metropole", "2026-06-29", "R421-7: two months more"),
    ("2026-12-31", "overseas", "metropole", "2027-04-01", "R421-7, clamped to 31 March"),
    ("2026-12-31", "abroad", "metropole", "2027-05-03", "1 May, a holiday and a Saturday"),
    ("2026-02-02", "metropole", "metropole", "2026-04-03", "Good Friday is worked"),
    ("2026-02-02", "metropole", "alsace-moselle", "2026-04-07", "L3134-13: Good Friday, Easter"),
    ("2026-03-26", "metropole", "guadeloupe", "2026-05-28", "L3422-2: 27 May"),
    ("2026-03-21", "metropole", "martinique", "2026-05-26", "L3422-2: 22 May, then Whit Monday"),
    ("2027-10-19", "metropole", "reunion", "2027-12-21", "L3422-2: 20 December"),
    ("2026-04-13", "metropole", "metropole", "2026-06-15", "14 June is a Sunday"),
    ("2026-09-10", "metropole", "metropole", "2026-11-12", "11 November"),
    ("2026-10-24", "metropole", "metropole", "2026-12-28", "25 December is a Friday"),
    ("2026-10-31", "metropole", "metropole", "2027-01-04", "31 December and a day: 1 January"),
    ("2027-12-31", "metropole", "metropole", "2028-03-01", "leap year: 29 February and a day"),
]


@pytest.mark.parametrize(("event", "residence", "zone", "last", "article"), FRANC)
def test_are_franc(event: str, residence: Any, zone: str, last: str, article: str) -> None:
    day = last_day_to_appeal(date.fromisoformat(event), calendar(zone), residence=residence)
    assert day.isoformat() == last, article
    answer = ask(NONE, filed("2020-01-01"), refused(event, residence=residence), calendar=zone)
    assert answer["appeal"]["last_day"] == last, article


TACIT = [
    ("2026-01-10", None, "2026-05-12", "born on 11 March"),
    ("2025-12-31", None, "2026-05-04", "born on 1 March: 1 May and a day, a Saturday"),
    ("2026-01-10", "overseas", "2026-06-12", "R421-7"),
    ("2026-01-10", "abroad", "2026-07-13", "R421-7: 12 July is a Sunday"),
]


@pytest.mark.parametrize(("at", "residence", "last", "why"), TACIT)
def test_run_from_the_birth_of_a_tacit_rejection(
    at: str, residence: str | None, last: str, why: str
) -> None:
    more = {} if residence is None else {"residence": residence}
    tacit = ask(SVR, filed(at, **more))["tacit"]
    assert tacit["appeal"]["last_day"] == last, why
    assert tacit["appeal"]["article"].startswith("CJA R421-2")


FILED = filed("2026-01-10")
REFUSED = refused("2026-02-02")  # → 3 April

GRACIOUS = [
    ([], "2026-04-03", "no gracious appeal"),
    ([appealed("2026-03-02")], "2026-07-06", "L411-2: rejected on 3 May, 4 July is a Saturday"),
    ([appealed("2026-04-03")], "2026-08-05", "on the last day: rejected on 4 June"),
    ([appealed("2026-04-04")], "2026-04-03", "late"),
    ([appealed("2026-03-02"), appealed("2026-03-20")], "2026-07-06", "only one interrupts"),
    ([appealed("2026-03-02", kind="contentious")], "2026-04-03", "the court itself"),
    ([appealed("2026-03-02", kind="hierarchical")], "2026-07-06", "as a gracious one"),
    ([appealed("2026-03-02"), refused("2026-04-02")], "2026-06-03", "expressly rejected"),
    ([appealed("2026-03-02"), refused("2026-06-01")], "2026-08-03", "R421-2: within the delay"),
    ([appealed("2026-03-02"), refused("2026-07-06")], "2026-09-07", "R421-2: on its last day"),
    ([appealed("2026-03-02"), refused("2026-07-07")], "2026-07-06", "too late: it confirms"),
    ([appealed("2026-03-02"), granted("2026-04-02")], None, "the appeal is allowed"),
]


@pytest.mark.parametrize(("events", "last", "why"), GRACIOUS)
def test_are_interrupted_by_a_gracious_appeal(
    events: list[dict[str, Any]], last: str | None, why: str
) -> None:
    appeal = ask(SVR, FILED, REFUSED, *events)["appeal"]
    assert (None if appeal is None else appeal["last_day"]) == last, why


def test_keep_the_distance_after_a_gracious_appeal() -> None:
    far = refused("2026-02-02", residence="overseas")
    assert ask(SVR, FILED, far, appealed("2026-03-02"))["appeal"]["last_day"] == "2026-08-04"
    assert "R421-7" in ask(SVR, FILED, far)["appeal"]["article"]


def test_keep_the_distance_of_the_decision_appealed_against() -> None:
    """R421-7: where she lived at the first refusal is not where she lives at the second."""
    before = refused("2026-02-02", residence="metropole")
    far = refused("2026-02-20", residence="overseas")
    answer = ask(SVR, FILED, before, granted("2026-02-10"), far, appealed("2026-03-02"))
    assert answer["appeal"]["last_day"] == "2026-08-04"


def test_against_a_tacit_rejection_are_interrupted_too() -> None:
    answer = ask(SVR, FILED, appealed("2026-04-01"))
    assert answer["tacit"]["appeal"]["last_day"] == "2026-08-03"
    assert answer["tacit"]["appeal"]["article"] == "CRPA L411-2, CJA R421-2"
    assert answer["appeal"] is None
    late = ask(SVR, FILED, appealed("2026-05-13"))
    assert late["tacit"]["appeal"]["last_day"] == "2026-05-12"
    assert unheard(late) == ["appealed"]


NOTHING = [
    (SVA, [appealed("2026-04-01")], "a tacit acceptance"),
    (SVR, [appealed("2026-02-01")], "before any refusal"),
    (SVR, [granted("2026-02-01"), appealed("2026-02-10")], "a grant"),
    (NONE, [appealed("2026-02-01")], "silence means nothing"),
]


@pytest.mark.parametrize(("regime", "events", "why"), NOTHING)
def test_need_a_refusal(regime: str, events: list[dict[str, Any]], why: str) -> None:
    answer = ask(regime, FILED, *events)
    assert unheard(answer) == ["appealed"], why
    assert answer["appeal"] is None


PLANNING = [
    ("2025-10-27", "2025-11-27", [], "2026-01-28", None, "L411-2 before 28 November 2025"),
    ("2025-10-28", "2025-11-28", [], "2026-01-29", "2025-12-28", "L600-12-2 since"),
    (
        "2025-10-27",
        "2025-11-27",
        ["2025-12-15"],
        "2026-04-17",
        None,
        "L411-2: rejected on 16 February",
    ),
    (
        "2025-10-28",
        "2025-11-28",
        ["2025-12-15"],
        "2026-01-29",
        "2025-12-28",
        "L600-12-2: not extended",
    ),
    ("2026-01-10", "2026-02-02", ["2026-03-02"], "2026-04-03", "2026-03-02", "on its last day"),
    ("2026-01-10", "2026-02-02", ["2026-03-03"], "2026-04-03", "2026-03-02", "late"),
]


@pytest.mark.parametrize(("at", "notified", "made", "last", "gracious", "why"), PLANNING)
def test_in_planning_are_not_extended_since_november_2025(
    at: str, notified: str, made: list[str], last: str, gracious: str | None, why: str
) -> None:
    answer = ask(DP, filed(at), refused(notified), *(appealed(day) for day in made))
    assert answer["appeal"]["last_day"] == last, why
    assert answer["appeal"].get("gracious_last_day") == gracious, why


def test_a_late_gracious_appeal_in_planning_is_told() -> None:
    answer = ask(PCMI, filed("2026-01-10"), refused("2026-02-02"), appealed("2026-03-03"))
    assert unheard(answer) == ["appealed"]
    in_time = ask(PCMI, filed("2026-01-10"), refused("2026-02-02"), appealed("2026-03-02"))
    assert unheard(in_time) == []
    step = next(step for step in in_time["steps"] if step["what"] == "appealed")
    assert step["article"] == "C. urb. L600-12-2"


def test_express_rejection_of_a_planning_appeal_opens_nothing() -> None:
    answer = ask(
        DP,
        filed("2026-01-10"),
        refused("2026-02-02"),
        appealed("2026-02-20"),
        refused("2026-03-20"),
    )
    assert answer["appeal"]["last_day"] == "2026-04-03"


def test_without_its_mentions_a_refusal_may_be_appealed_for_a_year() -> None:
    """R421-5, CE Czabaj."""
    answer = ask(SVR, FILED, refused("2026-02-02", mentions_complete=False))
    step = next(step for step in answer["steps"] if step["what"] == "reasonable_delay_end")
    assert step["on"] == "2027-02-02"
    complete = ask(SVR, FILED, REFUSED)
    assert all(step["what"] != "reasonable_delay_end" for step in complete["steps"])


def test_an_appeal_on_the_day_of_the_refusal_is_against_it() -> None:
    answer = ask(SVR, FILED, appealed("2026-02-02"), REFUSED)
    assert unheard(answer) == []
    assert answer["appeal"]["last_day"] == "2026-06-04"


def test_one_lives_where_an_earlier_fact_says() -> None:
    answer = ask(NONE, filed("2026-01-10", residence="abroad"), refused("2026-02-28"))
    assert answer["appeal"]["last_day"] == "2026-06-29", "R421-7"


def test_one_lives_in_metropole_by_default() -> None:
    assert last_day_to_appeal(date(2026, 2, 2), calendar("metropole")) == date(2026, 4, 3)


MOVES = [
    ("2026-05-12", True, "on the last day of the appeal"),
    ("2026-05-13", False, "the day after"),
]


@pytest.mark.parametrize(("on", "open_still", "why"), MOVES)
def test_a_refusal_may_open_the_delay_anew_until_its_end(
    on: str, open_still: bool, why: str
) -> None:
    moves = ask(SVR, FILED, on=on)["what_would_move"]
    assert any("ouvrirait" in text["fr"] for text in moves) is open_still, why


@pytest.mark.parametrize(("on", "open_still"), [("2026-04-03", True), ("2026-04-04", False)])
def test_a_gracious_appeal_may_be_made_until_the_end(on: str, open_still: bool) -> None:
    moves = ask(SVR, FILED, REFUSED, on=on)["what_would_move"]
    assert any("interromprait" in text["fr"] for text in moves) is open_still
