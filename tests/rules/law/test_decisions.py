"""Express decisions before, on and after the tacit one (CRPA L221-8, L242-1; CJA R421-2)."""

from typing import Any

import pytest

from tests.rules.law.asking import (
    FLAT,
    NONE,
    SVA,
    SVR,
    ask,
    asked,
    event,
    extended,
    filed,
    given,
    granted,
    handed_over,
    refused,
    tell,
    unheard,
)

FILED = filed("2026-01-10")  # → 10 March, born on the 11th

# Regime, facts, whether a tacit decision stands, appeal against an express refusal, why.
STANDING = [
    (SVA, [refused("2026-03-10")], False, "2026-05-11", "on the last day: in time"),
    (SVR, [refused("2026-03-10")], False, "2026-05-11", "on the last day: in time"),
    (SVA, [granted("2026-03-10")], False, None, "a grant in time"),
    (SVA, [refused("2026-03-11")], True, None, "a refusal after acceptance: no effect"),
    (SVA, [granted("2026-03-11")], True, None, "a grant after acceptance confirms"),
    (SVR, [refused("2026-03-11")], True, "2026-05-12", "R421-2: within the appeal delay"),
    (SVR, [refused("2026-05-12")], True, "2026-07-13", "R421-2: on its last day"),
    (SVR, [refused("2026-05-13")], True, None, "R421-2: too late, it only confirms"),
    (SVR, [granted("2026-06-01")], True, None, "a grant after rejection stands"),
    (FLAT, [granted("2026-03-01")], False, None, "in time"),
    (FLAT, [refused("2026-04-01")], True, "2026-06-02", "L232-14: until an express decision"),
    (NONE, [refused("2026-06-01")], False, "2026-08-03", "silence means nothing, a refusal does"),
    (SVA, [refused("2026-01-10")], False, "2026-03-11", "the very day of the filing"),
    (
        SVA,
        [asked("2026-02-01"), refused("2026-06-01")],
        False,
        "2026-08-03",
        "while the clock cannot run, every decision is in time",
    ),
    (
        SVR,
        [asked("2026-02-01", "2026-03-01"), refused("2026-04-07")],
        False,
        "2026-06-08",
        "on the day pushed back",
    ),
    (
        SVR,
        [asked("2026-02-01", "2026-03-01"), refused("2026-04-08")],
        True,
        "2026-06-09",
        "the day after the one pushed back",
    ),
    (
        SVA,
        [asked("2026-02-01"), given("2026-02-15"), refused("2026-04-15")],
        False,
        "2026-06-16",
        "on the last day of the delay run anew",
    ),
    (SVR, [refused("2026-02-01"), refused("2026-02-20")], False, "2026-04-02", "it confirms"),
    (SVR, [refused("2026-02-01"), granted("2026-02-20")], False, None, "it replaces"),
    (SVR, [granted("2026-02-01"), refused("2026-02-20")], False, "2026-04-21", "it revokes"),
    (SVR, [granted("2026-04-01"), refused("2026-04-20")], True, "2026-06-22", "it revokes"),
]


@pytest.mark.parametrize(("regime", "events", "tacit", "appeal", "why"), STANDING)
def test_stand_or_not(
    regime: str, events: list[dict[str, Any]], tacit: bool, appeal: str | None, why: str
) -> None:
    answer = ask(regime, FILED, *events)
    assert (answer["tacit"] is not None) is tacit, why
    found = answer["appeal"]
    assert (None if found is None else found["last_day"]) == appeal, why


LATE = [
    asked("2026-03-11", "2026-03-20"),
    given("2026-03-12"),
    event("opinion_received", "2026-03-12", sense="unfavourable", service="ABF"),
    event("opinion_asked", "2026-03-12"),
    extended("2026-03-12", 1),
    event("original_asked", "2026-03-12"),
    event("original_given", "2026-03-12"),
]


@pytest.mark.parametrize("regime", [SVA, SVR, FLAT])
@pytest.mark.parametrize("late", LATE, ids=lambda late: str(late["what"]))
def test_nothing_moves_a_tacit_decision_once_born(regime: str, late: dict[str, Any]) -> None:
    answer = ask(regime, FILED, late)
    assert answer["tacit"]["last_day"] == "2026-03-10"
    assert unheard(answer) == [late["what"]]
    assert "11 mars 2026" in answer["warnings"][0]["fr"]


@pytest.mark.parametrize("late", LATE, ids=lambda late: str(late["what"]))
def test_nothing_moves_an_express_decision(late: dict[str, Any]) -> None:
    answer = ask(SVR, FILED, refused("2026-02-20"), late)
    assert answer["appeal"]["last_day"] == "2026-04-21"
    assert answer["tacit"] is None
    assert unheard(answer) == [late["what"]]
    assert "20 février 2026" in answer["warnings"][0]["fr"]


def test_a_refusal_after_acceptance_says_until_when_to_revoke() -> None:
    answer = ask(SVA, FILED, refused("2026-03-20"))
    step = next(step for step in answer["steps"] if step["what"] == "decision_notified")
    assert step["article"] == "CRPA L242-1"
    assert not step["effective"]
    assert "11 juillet 2026" in step["reason"]["fr"]


REVOCATION = [
    (SVA, [], "2026-07-11", "L242-1: four months from the tacit acceptance"),
    (SVA, [granted("2026-02-28")], "2026-06-28", "L242-1: from the grant"),
    (SVA, [granted("2026-02-28", decided_on="2026-02-20")], "2026-06-20", "L242-1: once taken"),
    (
        SVR,
        [
            granted("2026-02-01"),
            event("made_available", "2026-02-01"),
            event("opened", "2026-02-10"),
        ],
        "2026-06-01",
        "L242-1: once taken, whenever the person opens it",
    ),
    (SVA, [granted("2026-03-20")], "2026-07-11", "a confirmation opens nothing"),
    (SVR, [], None, "a rejection creates no right"),
    (SVR, [refused("2026-02-01")], None, "nor does a refusal"),
    (SVR, [granted("2026-10-31")], "2027-02-28", "clamped"),
    (FLAT, [], None, "until an express decision"),
]


@pytest.mark.parametrize(("regime", "events", "day", "why"), REVOCATION)
def test_a_grant_may_be_revoked_until(
    regime: str, events: list[dict[str, Any]], day: str | None, why: str
) -> None:
    assert ask(regime, FILED, *events)["revocation"] == day, why


def test_a_longer_delay_counts_when_notified_before_the_end() -> None:
    """L231-6: a text may give more."""
    assert ask(SVR, FILED, extended("2026-03-10", 1))["tacit"]["last_day"] == "2026-04-10"
    late = extended("2026-03-09", 1, notified_on="2026-03-11")
    assert ask(SVR, FILED, late)["tacit"]["last_day"] == "2026-03-10"
    twice = [extended("2026-02-01", 1), extended("2026-03-01", 1)]
    assert ask(SVR, FILED, *twice)["tacit"]["last_day"] == "2026-05-10"


def test_a_decision_is_in_time_before_the_hand_over() -> None:
    answer = ask(SVA, filed("2026-01-10", competent=False), granted("2026-05-01"))
    assert answer["tacit"] is None
    answer = ask(
        SVA, filed("2026-01-10", competent=False), granted("2026-05-01"), handed_over("2026-05-02")
    )
    assert answer["tacit"] is None


REACHED_LATER = [
    extended("2026-02-01", 1, notified_on="2026-02-20"),
    asked("2026-02-01", "2026-03-01", received_on="2026-02-20"),
    event("original_asked", "2026-02-01", received_on="2026-02-20"),
]


@pytest.mark.parametrize("fact", REACHED_LATER, ids=lambda fact: str(fact["what"]))
def test_a_fact_acts_on_the_day_it_reaches_the_person(fact: dict[str, Any]) -> None:
    """Decided in between: it comes too late."""
    assert unheard(ask(SVR, FILED, fact, refused("2026-02-10"))) == [fact["what"]]


def test_a_second_grant_is_told_as_a_grant() -> None:
    answer = ask(SVR, FILED, granted("2026-02-01"), granted("2026-02-10"))
    told = [step["reason"]["fr"] for step in answer["steps"] if step["what"] == "decision_notified"]
    assert all("accord exprès" in text for text in told)


def test_a_suspension_says_by_which_article() -> None:
    (span,) = tell(SVR, FILED, asked("2026-02-01", "2026-03-01")).course.spans
    assert span.article == "CRPA L114-5"
    (span,) = tell(SVR, FILED, event("original_asked", "2026-02-01")).course.spans
    assert span.article == "CRPA R113-11"
