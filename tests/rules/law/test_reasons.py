"""The reasons of a tacit rejection, asked for and communicated (CRPA L232-4)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.law.deadlines import deadlines
from tests.rules.law.asking import (
    DP,
    NONE,
    PCMI,
    SVA,
    SVR,
    Event,
    appealed,
    ask,
    event,
    filed,
    granted,
    refused,
    tell,
    unheard,
)

IN = filed("2026-01-10")  # Rejected on 11 March, appeal until 12 May.


def reasons_asked(at: str) -> Event:
    return event("reasons_asked", at)


def reasons_given(at: str, **fields: Any) -> Event:
    return event("reasons_given", at, **fields)


# Asked on, owed by, article.
DUE = [
    ("2026-03-11", "2026-04-11", "L232-4: on the very day of the rejection"),
    ("2026-03-31", "2026-04-30", "L232-4: a month of the calendar, 30 April"),
    ("2026-04-01", "2026-05-01", "L232-4: no extension to a working day, 1 May"),
    ("2026-05-12", "2026-06-12", "L232-4: on the last day of the delay of appeal"),
]


@pytest.mark.parametrize(("asked_on", "due", "article"), DUE)
def test_are_owed_within_a_month_of_the_request(asked_on: str, due: str, article: str) -> None:
    told = tell(SVR, IN, reasons_asked(asked_on))
    [owed] = [one for one in deadlines(told) if one.kind == "reasons_due"]
    assert (owed.due_on.isoformat(), owed.of, owed.article) == (due, "authority", "CRPA L232-4")
    step = told.step("reasons_asked")
    assert step is not None
    assert step.effective
    assert step.article == "CRPA L232-4", article
    assert ask(SVR, IN, reasons_asked(asked_on))["reasons_due"] == due


# Asked on, communicated on, the last day of the appeal, article.
MOVED = [
    ("2026-04-01", "2026-04-20", "2026-06-22", "R421-1: 21 June is a Sunday"),
    ("2026-04-01", "2026-04-13", "2026-06-15", "R421-1: 14 June is a Sunday"),
    ("2026-05-12", "2026-06-12", "2026-08-13", "asked on the last day"),
    ("2026-05-12", "2026-09-10", "2026-11-12", "late by months; 11 November"),
    ("2026-03-11", "2026-03-11", "2026-05-12", "at once: two months all the same"),
    ("2026-04-01", "2026-12-31", "2027-03-01", "28 February, then a day"),
]


@pytest.mark.parametrize(("asked_on", "given_on", "last", "article"), MOVED)
def test_move_the_appeal_once_communicated(
    asked_on: str, given_on: str, last: str, article: str
) -> None:
    answer = ask(SVR, IN, reasons_asked(asked_on), reasons_given(given_on))
    assert answer["tacit"]["appeal"] == {
        "last_day": last,
        "article": "CRPA L232-4 ; CJA R421-2",
    }, article
    assert unheard(answer) == []
    assert answer["reasons_due"] is None


RESIDENCES = [
    ("overseas", "2026-07-21", "R421-7: one month more"),
    ("abroad", "2026-08-21", "R421-7: two months more"),
]


@pytest.mark.parametrize(("residence", "last", "article"), RESIDENCES)
def test_count_the_distance(residence: str, last: str, article: str) -> None:
    answer = ask(
        SVR,
        filed("2026-01-10", residence=residence),
        reasons_asked("2026-04-01"),
        reasons_given("2026-04-20"),
    )
    assert answer["tacit"]["appeal"]["last_day"] == last, article


def test_count_from_the_day_they_reach_the_person() -> None:
    given_by_post = reasons_given("2026-04-20", received_on="2026-04-23")
    answer = ask(SVR, IN, reasons_asked("2026-04-01"), given_by_post)
    assert answer["tacit"]["appeal"]["last_day"] == "2026-06-24"


def test_are_kept_with_their_days() -> None:
    course = tell(SVR, IN, reasons_asked("2026-04-01")).course
    assert course.reasons_asked_on == date(2026, 4, 1)
    assert (course.reasons_due_on, course.reasons_given_on) == (date(2026, 5, 1), None)
    course = tell(SVR, IN, reasons_asked("2026-04-01"), reasons_given("2026-04-20")).course
    assert course.reasons_asked_on == date(2026, 4, 1)
    assert (course.reasons_due_on, course.reasons_given_on) == (None, date(2026, 4, 20))


def test_awaited_count_the_distance_from_the_day_they_are_seen() -> None:
    """L232-4 and R421-7: a month more overseas."""
    told = tell(SVR, filed("2026-01-10", residence="overseas"), reasons_asked("2026-04-01"))
    assert told.tacit is not None
    assert told.tacit.appeal is not None
    assert told.tacit.appeal.last_day == date(2026, 7, 2)


def test_may_be_asked_from_the_day_of_the_rejection() -> None:
    """L232-4: born on 11 March, nothing is left to decide in time."""
    before = [one.en for one in tell(SVR, IN, on="2026-03-10").what_would_move]
    born = [one.en for one in tell(SVR, IN, on="2026-03-11").what_would_move]
    assert not any("reasons" in words for words in before)
    assert any("reasons" in words for words in born)
    assert len([words for words in before if "10 March" in words]) == 2  # decide, ask for pieces
    assert not any("10 March" in words for words in born)


# The day it is seen on, the earliest end of the appeal while the reasons are awaited.
AWAITED = [
    ("2026-04-01", "2026-06-02"),
    ("2026-05-01", "2026-07-02"),
    ("2026-05-13", "2026-07-15"),  # The first delay has passed: it is open all the same.
    ("2027-01-04", "2027-03-05"),
]


@pytest.mark.parametrize(("on", "earliest"), AWAITED)
def test_leave_the_appeal_open_while_awaited(on: str, earliest: str) -> None:
    """L232-4, al. 2: prorogued until two months after they are communicated."""
    told = tell(SVR, IN, reasons_asked("2026-04-01"), on=on)
    assert told.tacit is not None
    assert told.tacit.appeal is not None
    assert told.tacit.appeal.awaits_reasons
    assert told.tacit.appeal.last_day.isoformat() == earliest
    assert "tacit_appeal_end" not in {one.kind for one in deadlines(told)}


# Regime, facts, those that change nothing, article.
USELESS: list[tuple[str, list[Event], list[str], str]] = [
    (SVR, [reasons_asked("2026-03-10")], ["reasons_asked"], "the last day to decide: not born"),
    (SVR, [reasons_asked("2026-05-13")], ["reasons_asked"], "the day after the delay of appeal"),
    (SVR, [reasons_given("2026-04-01")], ["reasons_given"], "nobody asked"),
    (
        SVR,
        [reasons_asked("2026-05-13"), reasons_given("2026-06-01")],
        ["reasons_asked", "reasons_given"],
        "asked out of time, then answered out of grace",
    ),
    (
        SVR,
        [reasons_asked("2026-04-01"), reasons_asked("2026-04-20")],
        ["reasons_asked"],
        "asked twice: owed from the first",
    ),
    (
        SVR,
        [reasons_asked("2026-04-01"), reasons_given("2026-04-20"), reasons_asked("2026-05-20")],
        ["reasons_asked"],
        "known already",
    ),
    (SVR, [refused("2026-03-01"), reasons_asked("2026-03-20")], ["reasons_asked"], "express"),
    (
        SVR,
        [
            reasons_asked("2026-04-01"),
            reasons_given("2026-04-10", received_on="2026-04-20"),
            refused("2026-04-15"),
        ],
        ["reasons_given"],
        "on their way, overtaken by an express refusal",
    ),
    (SVR, [granted("2026-04-01"), reasons_asked("2026-04-02")], ["reasons_asked"], "granted"),
    (SVA, [reasons_asked("2026-04-01")], ["reasons_asked"], "a tacit acceptance"),
    (NONE, [reasons_asked("2026-04-01")], ["reasons_asked"], "silence means nothing"),
    (DP, [reasons_asked("2026-04-01")], ["reasons_asked"], "a tacit non-opposition"),
]


@pytest.mark.parametrize(("regime", "facts", "useless", "article"), USELESS)
def test_without_effect_are_said_so(
    regime: str, facts: list[Event], useless: list[str], article: str
) -> None:
    answer = ask(regime, IN, *facts)
    assert unheard(answer) == useless, article
    said = [step for step in answer["steps"] if step["what"] in useless and not step["effective"]]
    for step in said:
        assert step["article"] == "CRPA L232-4"
        assert step["reason"]["fr"] != step["reason"]["en"]
        assert step["reason"] in answer["warnings"]


def test_out_of_time_leave_the_appeal_where_it_was() -> None:
    before = ask(SVR, IN)["tacit"]["appeal"]
    asked = ask(SVR, IN, reasons_asked("2026-05-13"), reasons_given("2026-05-20"))
    assert asked["tacit"]["appeal"] == before


def test_out_of_time_warn_where_the_delay_does_not_run() -> None:
    """L112-12: without a receipt, a court might hold the request to be in time."""
    silent = ask(SVR, IN, reasons_asked("2026-05-13"))
    told = ask(SVR, IN, event("receipt_sent", "2026-01-12"), reasons_asked("2026-05-13"))
    assert len(silent["warnings"]) == len(told["warnings"]) + 1
    late = ask(SVR, IN, event("receipt_sent", "2026-03-11"), reasons_asked("2026-05-13"))
    assert late["warnings"] == silent["warnings"]


class TestAnExpressRefusal:
    """CJA R421-2: within the delay of appeal, it opens the delay anew."""

    @pytest.mark.parametrize(
        ("facts", "last", "article"),
        [
            ([refused("2026-04-20")], "2026-06-22", "asked, answered by a refusal"),
            ([refused("2026-08-03")], "2026-10-05", "L232-4: the delay was still open"),
            (
                [reasons_given("2026-04-20"), refused("2026-06-22")],
                "2026-08-24",
                "on the last day of the delay prorogued",
            ),
        ],
    )
    def test_opens_the_delay_anew(self, facts: list[Event], last: str, article: str) -> None:
        answer = ask(SVR, IN, reasons_asked("2026-04-01"), *facts)
        assert answer["appeal"]["last_day"] == last, article
        assert answer["reasons_due"] is None
        assert unheard(answer) == []

    def test_after_the_delay_prorogued_only_confirms(self) -> None:
        answer = ask(
            SVR,
            IN,
            reasons_asked("2026-04-01"),
            reasons_given("2026-04-20"),
            refused("2026-06-23"),
        )
        assert answer["appeal"] is None
        assert unheard(answer) == ["decision_notified"]


def test_an_administrative_appeal_is_in_time_while_they_are_awaited() -> None:
    """L232-4, L411-2: interrupted, then born anew two months later."""
    answer = ask(SVR, IN, reasons_asked("2026-04-01"), appealed("2026-06-01"))
    assert unheard(answer) == []


def test_never_shorten_a_delay_that_an_appeal_made_longer() -> None:
    facts = [appealed("2026-05-01"), reasons_asked("2026-05-02")]
    longer = ask(SVR, IN, appealed("2026-05-01"))["tacit"]["appeal"]["last_day"]
    answer = ask(SVR, IN, *facts, reasons_given("2026-05-03"))
    assert answer["tacit"]["appeal"]["last_day"] == longer


def test_concern_planning_too() -> None:
    """A rejection for pieces never produced (C. urb. R423-39)."""
    refused_for_pieces = [IN, event("pieces_asked", "2026-01-20")]
    born = ask(PCMI, *refused_for_pieces, on="2026-05-01")["tacit"]
    assert born["effect"] == "rejection"
    answer = ask(
        PCMI, *refused_for_pieces, reasons_asked("2026-05-04"), reasons_given("2026-05-11")
    )
    assert answer["tacit"]["appeal"]["last_day"] == "2026-07-13"


@pytest.mark.parametrize("answered", [[], [reasons_given("2026-05-11")]])
def test_leave_the_month_of_the_gracious_appeal(answered: list[Event]) -> None:
    """C. urb. L600-12-2: a month from 21 April, whatever becomes of the delay to go to court."""
    facts = [IN, event("pieces_asked", "2026-01-20"), reasons_asked("2026-05-04"), *answered]
    tacit = tell(PCMI, *facts).tacit
    assert tacit is not None
    assert tacit.appeal is not None
    assert tacit.appeal.gracious_last_day == date(2026, 5, 21)


DAYS = st.dates(date(2016, 1, 1), date(2080, 12, 31))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(0, 200), st.integers(0, 200), st.integers(0, 400))
def test_never_shorten_the_appeal(day: date, asked_at: int, later: int, seen: int) -> None:
    """Asked in time or not, given or not: the appeal never ends before its own day."""
    request = filed(day.isoformat())
    plain = tell(SVR, request).tacit
    assert plain is not None
    assert plain.appeal is not None
    asked = plain.born_on + timedelta(days=asked_at)
    given_on = asked + timedelta(days=later)
    on = (given_on + timedelta(days=seen)).isoformat()
    facts = [request, reasons_asked(asked.isoformat())]
    for events in (facts, [*facts, reasons_given(given_on.isoformat())]):
        tacit = tell(SVR, *events, on=on).tacit
        assert tacit is not None
        assert tacit.appeal is not None
        assert tacit.appeal.last_day >= plain.appeal.last_day
