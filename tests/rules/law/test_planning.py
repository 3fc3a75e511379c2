"""Planning files: both clocks, extensions, the ABF, exceptions (C. urb. R423-4 to R424-13)."""

from datetime import date
from typing import Any

import pytest

from services.law.contracts import Regime
from services.law.periods import Delay
from services.law.planning import Extension, bare, more_months
from tests.rules.law.asking import (
    DP,
    PA,
    PC,
    PCMI,
    PD,
    ask,
    asked,
    event,
    extended,
    filed,
    given,
    granted,
    handed_over,
    outcome,
    refused,
    tell,
    unheard,
)

Events = list[dict[str, Any]]

BASE = [
    (DP, "2026-01-21", "2026-02-21", "R423-23 a: one month"),
    (PD, "2026-01-21", "2026-03-21", "R423-23 b: two months"),
    (PCMI, "2026-01-21", "2026-03-21", "R423-23 b: two months"),
    (PC, "2026-01-21", "2026-04-21", "R423-23 c: three months"),
    (PA, "2026-01-21", "2026-04-21", "R423-23 c: three months"),
    (DP, "2026-01-31", "2026-02-28", "R423-23 a, clamped"),
    (DP, "2028-01-31", "2028-02-29", "R423-23 a, leap year"),
    (PC, "2026-11-30", "2027-02-28", "R423-23 c, clamped"),
    (PCMI, "2025-12-31", "2026-02-28", "R423-23 b, clamped"),
    (DP, "2026-04-14", "2026-05-14", "ends on Ascension: not extended"),
]


@pytest.mark.parametrize(("procedure", "at", "day", "article"), BASE)
def test_silence_grants_after_the_ordinary_delay(
    procedure: str, at: str, day: str, article: str
) -> None:
    assert outcome(procedure, filed(at)) == ("acceptance", day), article


def receipt(at: str, **fields: Any) -> dict[str, Any]:
    return event("receipt_sent", at, **fields)


START = [
    ([filed("2026-01-21"), receipt("2026-01-23")], "2026-02-23", "décret 2021-981: the receipt"),
    ([filed("2026-01-21"), receipt("2026-01-21")], "2026-02-21", "sent at once"),
    (
        [filed("2026-01-21"), receipt("2026-01-21"), receipt("2026-01-26")],
        "2026-02-21",
        "the first one, sent at once",
    ),
    (
        [filed("2021-12-31"), receipt("2022-01-05")],
        "2022-01-31",
        "before the décret: reception",
    ),
    ([filed("2022-01-01"), receipt("2022-01-05")], "2022-02-05", "its first day"),
    (
        [filed("2026-01-21", channel="paper"), receipt("2026-01-23")],
        "2026-02-21",
        "paper: reception",
    ),
    (
        [filed("2026-01-21"), receipt("2026-01-22", kind="registration"), receipt("2026-01-26")],
        "2026-02-22",
        "the registration receipt, if any",
    ),
    (
        [filed("2026-01-21", competent=False), handed_over("2026-01-28")],
        "2026-02-28",
        "L114-3: the competent body",
    ),
    (
        [
            filed("2026-01-21", competent=False),
            receipt("2026-01-22"),
            handed_over("2026-01-28"),
            receipt("2026-01-29"),
        ],
        "2026-02-28",
        "its own receipt, not that of the first body: 29 January and a month",
    ),
    ([filed("2026-01-21", competent=False)], None, "never handed over"),
    (
        [filed("2026-01-21", competent=False), asked("2026-01-25")],
        None,
        "R423-38: pieces asked by a body that is not competent",
    ),
    (
        [filed("2026-01-21", competent=False), asked("2026-01-25"), handed_over("2026-01-28")],
        "2026-02-28",
        "R423-38: nor do they count once handed over",
    ),
    (
        [
            filed("2026-01-21", competent=False),
            asked("2026-01-25"),
            handed_over("2026-01-28"),
            asked("2026-01-30"),
            given("2026-02-05"),
        ],
        "2026-03-05",
        "R423-38: unless the competent authority asks for them",
    ),
    (
        [
            filed("2026-01-21", competent=False),
            extended("2026-01-25", 1),
            handed_over("2026-01-28"),
        ],
        "2026-02-28",
        "R423-42: a longer delay notified by a body that is not competent",
    ),
]


@pytest.mark.parametrize(("events", "day", "why"), START)
def test_the_clock_starts(events: Events, day: str | None, why: str) -> None:
    found = outcome(DP, *events)
    assert (None if found is None else found[1]) == day, why


FILED = filed("2026-01-21")

# Procedure, facts, effect, last day, article.
PIECES = [
    (DP, [asked("2026-02-10"), given("2026-03-02")], "acceptance", "2026-04-02", "R423-39"),
    (DP, [asked("2026-02-10")], "rejection", "2026-05-10", "R423-39: three months"),
    (DP, [asked("2026-02-21"), given("2026-03-02")], "acceptance", "2026-04-02", "R423-38, last"),
    (DP, [asked("2026-02-22")], "acceptance", "2026-02-21", "once born"),
    (PC, [asked("2026-02-21")], "rejection", "2026-05-21", "R423-38: last day of the month"),
    (PC, [asked("2026-02-22")], "acceptance", "2026-04-21", "R423-41: late, no effect"),
    (
        PC,
        [asked("2026-02-20", received_on="2026-02-22")],
        "acceptance",
        "2026-04-21",
        "R423-38: received late",
    ),
    (
        PC,
        [asked("2026-02-18", received_on="2026-02-20")],
        "rejection",
        "2026-05-20",
        "R423-39: from its reception",
    ),
    (PC, [asked("2026-02-10", in_code=False)], "acceptance", "2026-04-21", "R423-41: not in code"),
    (
        PC,
        [asked("2026-02-10", indispensable=False)],
        "rejection",
        "2026-05-10",
        "indispensable says nothing in planning",
    ),
    (
        PC,
        [asked("2026-02-10", indispensable=False, in_code=False)],
        "acceptance",
        "2026-04-21",
        "in_code decides",
    ),
    (PC, [asked("2026-02-10"), given("2026-05-10")], "acceptance", "2026-08-10", "last day"),
    (PC, [asked("2026-02-10"), given("2026-05-11")], "rejection", "2026-05-10", "a day late"),
    (
        PC,
        [asked("2026-02-10"), given("2026-03-01", partial=True)],
        "rejection",
        "2026-05-10",
        "partial: nothing starts",
    ),
    (
        PC,
        [asked("2026-02-10"), given("2026-03-01", partial=True), asked("2026-03-05")],
        "rejection",
        "2026-05-10",
        "CE n°461958: a second request does not move the three months",
    ),
    (
        PC,
        [asked("2026-02-01"), given("2026-02-05", partial=True), asked("2026-02-15")],
        "rejection",
        "2026-05-01",
        "nor does one within the month",
    ),
    (
        PC,
        [asked("2026-02-01"), asked("2026-02-15")],
        "rejection",
        "2026-05-15",
        "R423-40: within the month, it replaces the first",
    ),
    (
        PC,
        [asked("2026-02-01"), asked("2026-02-22")],
        "rejection",
        "2026-05-01",
        "R423-41: after the month, it moves nothing",
    ),
    (
        PC,
        [given("2026-01-25", partial=True), asked("2026-02-01"), asked("2026-02-15")],
        "rejection",
        "2026-05-15",
        "R423-40: what came before the first request does not count",
    ),
    (
        PC,
        [
            asked("2026-02-01"),
            given("2026-02-03", partial=True),
            given("2026-02-05"),
            asked("2026-02-10"),
            asked("2026-02-15"),
        ],
        "rejection",
        "2026-05-15",
        "R423-40: nor what came before completion",
    ),
    (
        PC,
        [
            asked("2026-02-01"),
            given("2026-02-05", partial=True),
            asked("2026-02-15"),
            given("2026-03-05"),
        ],
        "acceptance",
        "2026-06-05",
        "then complete",
    ),
    (PC, [asked("2026-02-10", "2026-03-10")], "rejection", "2026-05-10", "the code’s limit"),
    (PC, [given("2026-02-10")], "acceptance", "2026-04-21", "produced without being asked"),
    (
        PC,
        [asked("2026-02-10", received_on="2026-02-12"), given("2026-02-11")],
        "acceptance",
        "2026-05-11",
        "produced before the request came",
    ),
    (PC, [asked("2026-01-31")], "rejection", "2026-04-30", "R423-39, clamped"),
    (
        PC,
        [asked("2026-02-01"), given("2026-02-05"), asked("2026-02-15")],
        "rejection",
        "2026-05-15",
        "complete, then asked again within the month",
    ),
]


@pytest.mark.parametrize(("procedure", "events", "effect", "day", "article"), PIECES)
def test_missing_pieces(
    procedure: str, events: Events, effect: str, day: str, article: str
) -> None:
    assert outcome(procedure, FILED, *events) == (effect, day), article


EXTENSIONS = [
    (DP, [extended("2026-02-15", 1)], "2026-03-21", "R423-24: notified in the month"),
    (DP, [extended("2026-02-25", 1)], "2026-02-21", "R423-42: late, tacitly granted"),
    (DP, [extended("2026-02-21", 1)], "2026-03-21", "R423-42: on its last day"),
    (DP, [extended("2026-02-20", 1, notified_on="2026-02-22")], "2026-02-21", "received late"),
    (DP, [extended("2026-02-01", 1, notified_on="2026-02-21")], "2026-03-21", "received in time"),
    (PC, [extended("2026-02-22", 1)], "2026-04-21", "R423-42: late"),
    (PC, [extended("2026-02-15", 1)], "2026-05-21", "R423-24: four months"),
    (PC, [extended("2026-02-15", 2, "R423-25")], "2026-06-21", "R423-25: five months"),
    (
        PC,
        [extended("2026-02-10", 1), extended("2026-02-15", 2, "R423-25")],
        "2026-06-21",
        "R423-25: not on top of R423-24",
    ),
    (
        PC,
        [extended("2026-02-10", 2, "R423-25"), extended("2026-02-15", 1)],
        "2026-06-21",
        "R423-25: in either order",
    ),
    (
        PC,
        [extended("2026-02-10", 1, "R423-24 a"), extended("2026-02-15", 1, "R423-24 c")],
        "2026-05-21",
        "two grounds of R423-24: one month",
    ),
    (PC, [extended("2026-02-15", 5, "R423-28")], "2026-06-21", "R423-28: five months in all"),
    (PC, [extended("2026-02-15", 2, "R423-28")], "2026-06-21", "R423-28, as an increase"),
    (PCMI, [extended("2026-02-15", 5, "R423-28")], "2026-06-21", "R423-28: five months in all"),
    (PCMI, [extended("2026-02-15", 3, "R423-28")], "2026-06-21", "R423-28, as an increase"),
    (
        PC,
        [extended("2026-02-10", 1), extended("2026-02-15", 5, "R*423-28 a")],
        "2026-06-21",
        "R423-28: not on top of R423-24",
    ),
    (DP, [extended("2026-02-10", 1), extended("2026-02-12", 1)], "2026-03-21", "the same twice"),
    (
        PC,
        [extended("2026-04-21", 3, "R423-34")],
        "2026-07-21",
        "R423-44: exceptional, before the end",
    ),
    (PC, [extended("2026-04-22", 3, "R423-34")], "2026-04-21", "R423-44: after the end"),
    (
        PC,
        [extended("2026-02-10", 1), extended("2026-05-01", 3, "R423-35")],
        "2026-08-21",
        "exceptional, on top",
    ),
    (
        DP,
        [asked("2026-02-10"), extended("2026-02-15", 1), given("2026-03-02")],
        "2026-05-02",
        "R423-39 with R423-24: two months from completion",
    ),
    (
        DP,
        [asked("2026-02-10"), given("2026-03-02"), extended("2026-03-10", 1)],
        "2026-04-02",
        "the month runs from the deposit, not from completion",
    ),
    (
        DP,
        [receipt("2026-01-26"), extended("2026-02-25", 1)],
        "2026-03-26",
        "the month runs from the receipt",
    ),
    (
        DP,
        [extended("2026-02-10", 1)],
        "2026-03-21",
        "31 January is not in play",
    ),
]


@pytest.mark.parametrize(("procedure", "events", "day", "article"), EXTENSIONS)
def test_longer_delays(procedure: str, events: Events, day: str, article: str) -> None:
    assert outcome(procedure, FILED, *events) == ("acceptance", day), article


def test_months_are_added_at_once() -> None:
    """31 January + (1 + 1) months is 31 March."""
    assert outcome(DP, filed("2026-01-31"), extended("2026-02-10", 1)) == (
        "acceptance",
        "2026-03-31",
    )


def opinion(at: str, sense: str = "unfavourable", service: str = "ABF") -> dict[str, Any]:
    return event("opinion_received", at, sense=sense, service=service)


ABF = [
    (PC, [opinion("2026-03-01")], "rejection", "R424-3: unfavourable"),
    (PC, [opinion("2026-04-21")], "rejection", "R424-3: on the last day"),
    (PC, [opinion("2026-04-22")], "acceptance", "once born: nothing"),
    (PC, [opinion("2026-03-01", "favourable")], "acceptance", "favourable"),
    (PC, [opinion("2026-03-01", "conditional")], "rejection", "R424-3: with prescriptions"),
    (PC, [opinion("2026-03-01", "défavorable")], "rejection", "in French"),
    (PC, [opinion("2026-03-01", "favourable with conditions")], "rejection", "R424-3"),
    (PC, [opinion("2026-03-01", "favorable_avec_prescriptions")], "rejection", "R424-3"),
    (PC, [opinion("2026-03-01", "Négatif")], "rejection", "R424-3"),
    (PC, [opinion("2026-03-01", "positive")], "acceptance", "favourable"),
    (PC, [opinion("2026-03-01", "peut-être")], "acceptance", "not understood: told"),
    (PC, [opinion("2026-03-01", service="SDIS")], "acceptance", "another service binds nobody"),
    (PC, [opinion("2026-03-01", service="udap")], "rejection", "the ABF’s department"),
    (
        PC,
        [opinion("2026-03-01", service="Architecte des Bâtiments de France")],
        "rejection",
        "in full",
    ),
    (PC, [opinion("2026-03-01"), opinion("2026-03-10", "favourable")], "acceptance", "the last"),
    (PCMI, [opinion("2026-03-01")], "rejection", "R424-3"),
    (DP, [opinion("2026-02-10")], "rejection", "the house’s reading of R424-3"),
]


@pytest.mark.parametrize(("procedure", "events", "effect", "article"), ABF)
def test_the_abf_turns_silence(procedure: str, events: Events, effect: str, article: str) -> None:
    found = outcome(procedure, FILED, *events)
    assert found is not None
    assert found[0] == effect, article


def test_the_abf_changes_no_date_but_the_article() -> None:
    tacit = ask(PC, FILED, opinion("2026-03-01"))["tacit"]
    assert tacit["last_day"] == "2026-04-21"
    assert tacit["article"] == "C. urb. R424-3"
    assert tacit["appeal"]["last_day"] == "2026-06-23"


def consulted(at: str, **service: str) -> dict[str, Any]:
    return event("opinion_asked", at, **service)


SLOW = [
    (PC, [consulted("2026-01-25", service="ABF")], "2026-03-25", False, "two months, the last day"),
    (PC, [consulted("2026-01-25", service="ABF")], "2026-03-26", True, "R423-67: too late"),
    (PC, [consulted("2026-01-25")], "2026-03-26", True, "R423-67: a service left unnamed is it"),
    (PC, [consulted("2026-01-25", service="SDIS")], "2026-03-26", False, "it was not asked"),
    (PC, [], "2026-03-26", False, "it was not asked"),
    (
        PC,
        [consulted("2026-01-25", service="ABF"), consulted("2026-02-10", service="SDIS")],
        "2026-03-26",
        True,
        "R423-67: another service asked later changes nothing",
    ),
    (DP, [extended("2026-02-01", 1), consulted("2026-01-25")], "2026-02-25", False, "one month"),
    (DP, [extended("2026-02-01", 1), consulted("2026-01-25")], "2026-02-26", True, "R423-59"),
]


@pytest.mark.parametrize(("procedure", "events", "day", "slow", "why"), SLOW)
def test_a_slow_abf_is_told(procedure: str, events: Events, day: str, slow: bool, why: str) -> None:
    warnings = ask(procedure, FILED, *events, opinion(day))["warnings"]
    assert any("R423-67" in text["fr"] for text in warnings) is slow, why
    assert any("R424-3" in text["fr"] for text in warnings) is (procedure == DP), why


ARTICLES = [
    ("R423-24", "R423-24"),
    ("R*423-24", "R423-24"),
    ("C. urb. R. 423-24 c", "R423-24C"),
    ("c. urb. r423-34", "R423-34"),
    (None, ""),
]


@pytest.mark.parametrize(("written", "read"), ARTICLES)
def test_an_article_is_read_however_it_is_written(written: str | None, read: str) -> None:
    assert bare(written) == read


def test_a_raised_total_is_whole_where_no_delay_runs() -> None:
    """R423-28: « porté à cinq mois », of a request whose silence means nothing."""
    assert more_months(Regime("none"), [Extension(5, "R423-28")]) == 5


EXCEPTIONS = [
    ({"environmental_assessment": True}, "2026-01-21", "rejection", "C. urb. R424-2-1"),
    ({"environmental_assessment": True}, "2025-12-31", "rejection", "C. urb. R424-2-1"),
    (
        {"environmental_assessment": True},
        "2025-12-30",
        "acceptance",
        "C. urb. L424-2, R424-1",
    ),
    ({"exception": "R424-2 c"}, "2026-01-21", "rejection", "C. urb. R424-2C"),
    ({}, "2026-01-21", "acceptance", "C. urb. L424-2, R424-1"),
]


@pytest.mark.parametrize(("fields", "at", "effect", "article"), EXCEPTIONS)
def test_exceptions_reject(fields: dict[str, Any], at: str, effect: str, article: str) -> None:
    tacit = ask(PC, filed(at, **fields))["tacit"]
    assert (tacit["effect"], tacit["article"]) == (effect, article)


def test_lapsed_pieces_are_a_rejection_by_their_article() -> None:
    tacit = ask(PC, FILED, asked("2026-02-10"))["tacit"]
    assert tacit == {
        "effect": "rejection",
        "last_day": "2026-05-10",
        "born_on": "2026-05-11",
        "article": "C. urb. R423-39",
        "appeal": {
            "last_day": "2026-07-13",
            "article": "CJA R421-2",
            "gracious_last_day": "2026-06-11",
        },
    }


DECIDED = [
    (DP, [refused("2026-02-21")], False, "received on the last day"),
    (DP, [refused("2026-02-22")], True, "a day late: tacit non-opposition"),
    (DP, [granted("2026-02-10")], False, "an express non-opposition"),
    (PC, [asked("2026-02-10"), refused("2026-05-10")], False, "while pieces are missing"),
    (PC, [asked("2026-02-10"), refused("2026-05-11")], True, "once lapsed"),
]


@pytest.mark.parametrize(("procedure", "events", "tacit", "why"), DECIDED)
def test_decisions_in_time(procedure: str, events: Events, tacit: bool, why: str) -> None:
    assert (ask(procedure, FILED, *events)["tacit"] is not None) is tacit, why


def test_a_refusal_after_a_tacit_permit_may_only_revoke_it() -> None:
    answer = ask(DP, FILED, refused("2026-03-01"))
    assert answer["tacit"]["born_on"] == "2026-02-22"
    assert answer["appeal"] is None
    assert answer["revocation"] == "2026-05-22"
    step = next(step for step in answer["steps"] if step["what"] == "decision_notified")
    assert step["article"] == "C. urb. L424-5"


UNHEARD = [
    ([asked("2026-02-22")], ["pieces_asked"]),
    ([asked("2026-02-10", in_code=False)], ["pieces_asked"]),
    ([extended("2026-02-22", 1)], ["delay_extended"]),
    ([extended("2026-02-10", 2, "R423-25"), extended("2026-02-12", 1)], ["delay_extended"]),
    (
        [asked("2026-02-10"), given("2026-02-11", partial=True), asked("2026-02-12")],
        ["pieces_given", "pieces_asked"],
    ),
    ([asked("2026-02-10"), asked("2026-02-12")], []),
    ([given("2026-02-10")], ["pieces_given"]),
]


@pytest.mark.parametrize(("events", "names"), UNHEARD)
def test_what_has_no_effect_is_told(events: Events, names: list[str]) -> None:
    assert unheard(ask(PC, FILED, *events)) == names


def test_safe_posting() -> None:
    """R424-10: received before the end; electronically the day before, by post five days."""
    answer = ask(DP, FILED)["safe_posting"]
    assert answer == {
        "electronic": "2026-02-20",
        "post": "2026-02-16",
        "article": "C. urb. R424-10",
    }
    assert ask(DP, FILED, refused("2026-02-10"))["safe_posting"] is None


def test_both_clocks_are_shown() -> None:
    answer = ask(PC, FILED)
    assert answer["clock"]["due_on"] == "2026-04-21"
    assert answer["completeness"] == {
        "state": "running",
        "started_on": "2026-01-21",
        "paused_since": None,
        "due_on": "2026-02-21",
        "article": "C. urb. R423-22, R423-38",
    }
    waiting = ask(PC, FILED, asked("2026-02-10"))
    assert waiting["clock"]["state"] == "paused"
    assert waiting["completeness"]["state"] == "paused"
    assert waiting["completeness"]["due_on"] == "2026-05-10"
    silent = tell(PC, FILED, on="2026-02-22")
    assert silent.completeness is not None
    assert silent.completeness.state == "done"
    astray = ask(PC, filed("2026-01-21", competent=False))
    assert astray["completeness"]["state"] == "not_started"


def test_an_original_suspends_the_instruction() -> None:
    """R113-11 holds in planning too."""
    original = event("original_asked", "2026-03-01")
    assert outcome(PC, FILED, original) is None
    shown = event("original_given", "2026-03-11")
    assert outcome(PC, FILED, original, shown) == ("acceptance", "2026-05-01")
    pieces = asked("2026-02-10")
    assert outcome(PC, FILED, pieces, original, shown) == ("rejection", "2026-05-20")
    answer = ask(PC, FILED, pieces, original, shown)
    assert (answer["clock"]["due_on"], answer["completeness"]["due_on"]) == ("2026-05-20",) * 2
    open_ended = tell(PC, FILED, pieces, original)
    assert open_ended.course.pieces_limit == date(2026, 5, 10), "the earliest it can be"


def test_completeness_is_over_once_the_three_months_have_lapsed() -> None:
    for on, state in (("2026-05-10", "paused"), ("2026-05-11", "done")):
        answer = ask(PC, FILED, asked("2026-02-10"), on=on)
        assert answer["completeness"]["state"] == state
        assert (answer["completeness"]["paused_since"] is None) is (state == "done")
        assert answer["completeness"]["due_on"] == "2026-05-10"


def test_an_unclear_opinion_is_told() -> None:
    unclear = ask(PC, FILED, opinion("2026-03-01", "peut-être"))
    assert any("reconnu" in text["fr"] for text in unclear["warnings"])
    for sense in ("favourable", "unfavourable", "conditional", "positive"):
        clear = ask(PC, FILED, opinion("2026-03-01", sense))
        assert not any("reconnu" in text["fr"] for text in clear["warnings"])


def test_the_receipt_of_a_paper_file_starts_nothing() -> None:
    paper = ask(DP, filed("2026-01-21", channel="paper"), receipt("2026-01-21"))
    step = next(step for step in paper["steps"] if step["what"] == "receipt_sent")
    assert step["article"] == "CRPA R112-11-2"
    electronic = ask(DP, FILED, receipt("2026-01-21"))
    step = next(step for step in electronic["steps"] if step["what"] == "receipt_sent")
    assert step["article"] == "C. urb. R423-19, décret 2021-981"


def test_a_raised_total_never_shortens() -> None:
    long = Regime("acceptance", Delay(months=6), domain="planning")
    assert more_months(long, [Extension(5, "R423-28")]) == 0
    assert more_months(long, []) == 0
    assert more_months(long, [Extension(1, None), Extension(2, "R423-34")]) == 3


def test_an_express_grant_may_be_revoked_for_three_months() -> None:
    """C. urb. L424-5."""
    assert ask(DP, FILED, granted("2026-02-10"))["revocation"] == "2026-05-10"


def test_a_refusal_may_revoke_a_grant_for_three_months() -> None:
    """C. urb. L424-5, where L242-1 has four: from the grant of 2 February."""
    answer = ask(DP, FILED, granted("2026-02-02"), refused("2026-02-10"))
    step = [step for step in answer["steps"] if step["what"] == "decision_notified"][-1]
    assert step["article"] == "C. urb. L424-5"
    assert "2 mai 2026" in step["reason"]["fr"]


def test_an_extension_that_names_no_article_has_that_of_its_notification() -> None:
    answer = ask(PC, FILED, event("delay_extended", "2026-02-02", months=1))
    step = next(step for step in answer["steps"] if step["what"] == "delay_extended")
    assert step["article"] == "C. urb. R423-42"


DECLARATION = [
    (DP, "unfavourable", True, "R424-3 names permits: applied to a declaration, it is told"),
    (DP, "favourable", False, "R424-3: no rejection"),
    (PC, "unfavourable", False, "R424-3: a permit, as it says"),
]


@pytest.mark.parametrize(("procedure", "sense", "told", "why"), DECLARATION)
def test_a_declaration_rejected_by_the_abf_is_to_verify(
    procedure: str, sense: str, told: bool, why: str
) -> None:
    warnings = ask(procedure, FILED, opinion("2026-02-10", sense))["warnings"]
    assert any("déclaration préalable" in text["fr"] for text in warnings) is told, why


@pytest.mark.parametrize(("on", "open_still"), [("2026-02-21", True), ("2026-02-22", False)])
def test_pieces_would_move_the_date_until_the_end_of_the_month(on: str, open_still: bool) -> None:
    """R423-38: what can no longer be asked is not told as what would still move the date."""
    moves = ask(PCMI, filed("2026-01-21"), on=on)["what_would_move"]
    assert any("pièces du code" in text["fr"] for text in moves) is open_still
