"""When a decision is notified (CRPA L112-15, R112-19, R112-20; C. urb. R*474-1)."""

from datetime import date
from typing import Any

import pytest

from services.law.notification import portal_notified_on
from tests.rules.law.asking import (
    DP,
    NONE,
    SVA,
    SVR,
    ask,
    available,
    event,
    filed,
    opened,
    refused,
    tell,
    unheard,
)


def sent(at: str, **fields: Any) -> dict[str, Any]:
    return event("sent", at, **fields)


PORTAL = [
    ("2026-03-01", "2026-03-04", True, "2026-03-04", "R112-20: opened on day 3"),
    ("2026-03-01", "2026-03-01", True, "2026-03-01", "opened at once"),
    ("2026-03-01", "2026-03-16", True, "2026-03-16", "on the fifteenth day"),
    ("2026-03-01", "2026-03-17", True, "2026-03-01", "after fifteen days"),
    ("2026-03-01", None, True, "2026-03-01", "never opened"),
    ("2026-02-20", None, True, "2026-02-20", "never opened"),
    ("2026-02-20", "2026-03-07", True, "2026-03-07", "fifteen days over February"),
    ("2026-02-20", "2026-03-08", True, "2026-02-20", "sixteen days over February"),
    ("2026-03-01", "2026-03-04", False, None, "L112-15: without consent, nothing"),
    ("2026-03-01", None, False, None, "L112-15: without consent, nothing"),
]


@pytest.mark.parametrize(("at", "seen", "consent", "notified", "why"), PORTAL)
def test_the_portal_notifies(
    at: str, seen: str | None, consent: bool, notified: str | None, why: str
) -> None:
    opened_on = None if seen is None else date.fromisoformat(seen)
    found = portal_notified_on(date.fromisoformat(at), opened_on, consent=consent)
    assert (None if found is None else found.isoformat()) == notified, why


FILED = filed("2026-01-10")  # → 10 March

# Regime, facts, notified on, appeal, why.
NOTIFIED = [
    (SVR, [refused("2026-03-01")], "2026-03-01", "2026-05-04", "post: that day"),
    (
        SVR,
        [available("2026-03-01", decision="refusal"), opened("2026-03-04")],
        "2026-03-04",
        "2026-05-05",
        "the portal, opened",
    ),
    (
        SVR,
        [available("2026-03-01", decision="refusal")],
        "2026-03-01",
        "2026-05-04",
        "the portal, unopened",
    ),
    (
        SVR,
        [refused("2026-03-01"), available("2026-03-01"), opened("2026-03-04")],
        "2026-03-04",
        "2026-05-05",
        "recorded, then opened",
    ),
    (
        SVR,
        [available("2026-03-01"), opened("2026-03-04"), refused("2026-03-04")],
        "2026-03-04",
        "2026-05-05",
        "opened, then recorded",
    ),
    (
        SVR,
        [available("2026-03-01"), refused("2026-03-16")],
        "2026-03-01",
        "2026-05-04",
        "recorded when the fifteen days are over",
    ),
    (
        SVR,
        [available("2026-03-01", consent=False), opened("2026-03-02"), refused("2026-03-09")],
        "2026-03-09",
        "2026-05-11",
        "no consent: the post",
    ),
    (
        SVR,
        [available("2026-03-01"), refused("2026-03-09", by="post")],
        "2026-03-09",
        "2026-05-11",
        "notified by post",
    ),
    (
        SVR,
        [available("2026-02-10"), refused("2026-02-26")],
        "2026-02-10",
        "2026-04-13",
        "recorded on the sixteenth day: 11 April is a Saturday",
    ),
    (
        SVR,
        [available("2026-02-10"), refused("2026-02-27")],
        "2026-02-27",
        "2026-04-28",
        "recorded on the seventeenth: another document",
    ),
    (
        SVR,
        [available("2026-01-11"), refused("2026-03-09")],
        "2026-03-09",
        "2026-05-11",
        "an earlier document of the portal is another one",
    ),
    (
        SVR,
        [refused("2026-03-01"), available("2026-03-05"), opened("2026-03-06")],
        "2026-03-01",
        "2026-05-04",
        "a copy put on the portal afterwards",
    ),
    (
        SVR,
        [
            available("2026-03-01", decision="refusal"),
            opened("2026-03-01"),
            opened("2026-03-06"),
        ],
        "2026-03-01",
        "2026-05-04",
        "R112-20: opened at once, then read again",
    ),
    (
        SVR,
        [
            available("2026-03-01", decision="refusal"),
            refused("2026-03-01"),
            opened("2026-03-04"),
            refused("2026-03-20"),
        ],
        "2026-03-04",
        "2026-05-05",
        "recorded the same day: the portal carried this one, not the next",
    ),
    (
        NONE,
        [
            available("2026-03-01", decision="refusal", residence="abroad"),
            opened("2026-03-04"),
        ],
        "2026-03-04",
        "2026-07-06",
        "R421-7 with the portal: 5 July is a Sunday",
    ),
]


@pytest.mark.parametrize(("regime", "events", "notified", "appeal", "why"), NOTIFIED)
def test_a_decision_is_notified(
    regime: str, events: list[dict[str, Any]], notified: str, appeal: str, why: str
) -> None:
    answer = ask(regime, FILED, *events)
    assert answer["notified_on"] == notified, why
    assert answer["appeal"]["last_day"] == appeal, why


IN_TIME = [
    (SVA, [available("2026-03-08", decision="refusal"), opened("2026-03-10")], True, "in time"),
    (SVA, [available("2026-03-08", decision="refusal"), opened("2026-03-11")], False, "too late"),
    (SVA, [available("2026-03-08", decision="refusal")], True, "unopened: the day it was there"),
    (SVA, [available("2026-03-11", decision="refusal")], False, "made available once born"),
    (SVA, [available("2026-03-08", decision="refusal", consent=False)], False, "no consent"),
    (SVA, [sent("2026-03-08", decision="refusal")], False, "posted: reception unknown"),
]


@pytest.mark.parametrize(("regime", "events", "in_time", "why"), IN_TIME)
def test_only_a_notified_decision_is_in_time(
    regime: str, events: list[dict[str, Any]], in_time: bool, why: str
) -> None:
    assert (ask(regime, FILED, *events)["tacit"] is None) is in_time, why


# Planning: filed on 21 January, last day 21 February.
PLANNING = [
    ([sent("2026-02-20", decision="refusal")], "2026-02-21", True, "the day after: in time"),
    ([sent("2026-02-21", decision="refusal")], None, False, "deemed received too late"),
    (
        [sent("2026-02-20", by="electronic", decision="refusal")],
        "2026-02-21",
        True,
        "R*474-1: the way is said",
    ),
    ([available("2026-02-20", decision="refusal")], "2026-02-21", True, "deposit notice"),
    (
        [available("2026-02-10", decision="refusal"), opened("2026-02-18")],
        "2026-02-11",
        True,
        "opening changes nothing in planning",
    ),
    ([sent("2026-02-20"), refused("2026-02-20")], "2026-02-21", True, "recorded the same day"),
    ([sent("2026-02-21"), refused("2026-02-21")], None, False, "recorded the same day, too late"),
    (
        [sent("2026-02-10"), refused("2026-02-13")],
        "2026-02-13",
        True,
        "recorded as notified later than the presumption",
    ),
    (
        [sent("2026-02-10", by="post"), refused("2026-02-13")],
        "2026-02-13",
        True,
        "R424-10: first presentation",
    ),
    (
        [sent("2026-02-10", by="hand", decision="refusal")],
        None,
        False,
        "by hand: only its delivery counts",
    ),
    (
        [sent("2026-02-10", consent=False, decision="refusal")],
        None,
        False,
        "L112-15: without consent, nothing",
    ),
    (
        [sent("2026-02-13", by="post"), refused("2026-02-13")],
        "2026-02-13",
        True,
        "R*474-1 is not for the post: presented the same day",
    ),
    ([sent("2026-02-10", decision="refusal", by="post")], None, False, "posted: when received?"),
    ([refused("2026-02-21")], "2026-02-21", True, "received on the last day"),
    ([refused("2026-02-22")], None, False, "received the day after"),
]


@pytest.mark.parametrize(("events", "notified", "in_time", "why"), PLANNING)
def test_planning_is_notified_the_day_after_sending(
    events: list[dict[str, Any]], notified: str | None, in_time: bool, why: str
) -> None:
    answer = ask(DP, filed("2026-01-21"), *events)
    assert answer["notified_on"] == notified, why
    assert (answer["tacit"] is None) is in_time, why


def test_what_notifies_nothing_is_told() -> None:
    answer = ask(SVR, FILED, available("2026-03-01", consent=False))
    assert unheard(answer) == ["made_available"]
    assert unheard(ask(SVR, FILED, opened("2026-03-01"))) == ["opened"]
    assert any(
        "notification" in text["fr"]
        for text in ask(SVR, FILED, sent("2026-03-01", decision="refusal"))["warnings"]
    )


def test_the_consent_withheld_at_filing_holds_for_every_sending() -> None:
    """L112-15: prior and express, or the portal notifies nothing."""
    withheld = filed("2026-01-10", consent=False)
    answer = ask(SVR, withheld, available("2026-03-01", decision="refusal"), opened("2026-03-04"))
    assert (answer["notified_on"], answer["tacit"]["last_day"]) == (None, "2026-03-10")
    assert unheard(answer)[0] == "made_available"
    assert tell(SVR, withheld, available("2026-03-01")).course.portal_since is None


def test_a_sending_by_hand_whose_delivery_is_unknown_is_told() -> None:
    answer = ask(DP, filed("2026-01-21"), sent("2026-02-10", by="hand", decision="refusal"))
    assert any("notification" in text["fr"] for text in answer["warnings"])


def test_an_unopened_document_may_still_be_opened() -> None:
    answer = ask(SVR, FILED, available("2026-03-01", decision="refusal"))
    assert any("16 mars 2026" in text["fr"] for text in answer["what_would_move"])
    seen = ask(SVR, FILED, available("2026-03-01", decision="refusal"), opened("2026-03-04"))
    assert not any("16 mars 2026" in text["fr"] for text in seen["what_would_move"])


def test_a_sending_and_its_record_are_one_decision() -> None:
    answer = ask(
        SVR,
        FILED,
        available("2026-03-01", decision="refusal"),
        opened("2026-03-04"),
        refused("2026-03-04"),
    )
    assert answer["notified_on"] == "2026-03-04"
    assert unheard(answer) == []


WAYS = [
    (SVR, [refused("2026-03-01")], "direct"),
    (SVR, [available("2026-03-01", decision="refusal"), opened("2026-03-04")], "portal"),
    (SVR, [available("2026-03-01", decision="refusal")], "portal_unopened"),
    (DP, [sent("2026-02-01", decision="refusal")], "planning_sending"),
]


@pytest.mark.parametrize(("regime", "events", "way"), WAYS)
def test_the_way_of_a_notification_is_kept(
    regime: str, events: list[dict[str, Any]], way: str
) -> None:
    decided = tell(regime, FILED, *events).course.decided
    assert decided is not None
    assert decided.how == way


COPIES = [
    (SVR, [refused("2026-03-01"), available("2026-03-05", decision="refusal")], "R112-20"),
    (DP, [refused("2026-02-05"), sent("2026-02-10", decision="refusal")], "R*474-1"),
]


@pytest.mark.parametrize(("regime", "events", "article"), COPIES)
def test_a_copy_that_names_its_decision_is_no_second_one(
    regime: str, events: list[dict[str, Any]], article: str
) -> None:
    answer = ask(regime, FILED, *events)
    assert answer["notified_on"] == events[0]["at"], article
    acts = [step for step in answer["steps"] if step["what"] == "decision_notified"]
    assert len(acts) == 1, article


def test_an_opening_on_the_very_day_is_heard() -> None:
    """R112-20."""
    assert unheard(ask(SVR, FILED, available("2026-03-01"), opened("2026-03-01"))) == []


SENDINGS = [
    (SVR, [sent("2026-02-01", decision="refusal")], True, "L221-8: the reception is not known"),
    (SVR, [sent("2026-02-01", decision="refusal"), refused("2026-02-03")], False, "recorded"),
    (DP, [sent("2026-02-01", decision="refusal", by="post")], True, "R424-10: presentation"),
    (DP, [sent("2026-02-01", decision="refusal")], False, "R*474-1: deemed the day after"),
]


@pytest.mark.parametrize(("regime", "events", "told", "why"), SENDINGS)
def test_a_sending_whose_reception_is_unknown_is_told(
    regime: str, events: list[dict[str, Any]], told: bool, why: str
) -> None:
    warnings = ask(regime, FILED, *events)["warnings"]
    assert any("date manque" in text["fr"] for text in warnings) is told, why
