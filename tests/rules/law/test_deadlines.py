"""The register of deadlines, and both clocks on a day."""

from datetime import date

import pytest

from services.law.clocks import completeness_clock, instruction_clock
from services.law.contracts import Clock, Timeline
from services.law.deadlines import deadlines
from services.law.errors import FactError
from tests.rules.law.asking import (
    DP,
    NONE,
    PC,
    SVA,
    SVR,
    asked,
    available,
    event,
    filed,
    given,
    granted,
    handed_over,
    opened,
    refused,
    tell,
)

FILED = filed("2026-01-10")


def found(timeline: Timeline) -> dict[str, tuple[str, str]]:
    """Kind → due on, wake on."""
    return {
        one.kind: (one.due_on.isoformat(), one.wake_on.isoformat()) for one in deadlines(timeline)
    }


def test_silence_wakes_the_day_after_its_last() -> None:
    told = found(tell(SVA, FILED))
    assert told == {
        "registration_receipt": ("2026-01-12", "2026-01-12"),
        "receipt": ("2026-01-23", "2026-01-23"),
        "silence": ("2026-03-10", "2026-03-11"),
        "revocation_end": ("2026-07-11", "2026-07-12"),
    }


def test_rejection_registers_its_appeal() -> None:
    told = found(tell(SVR, FILED))
    assert told["silence"] == ("2026-03-10", "2026-03-11")
    assert told["tacit_appeal_end"] == ("2026-05-12", "2026-05-13")
    assert "revocation_end" not in told


def test_a_refusal_registers_its_appeal() -> None:
    told = found(tell(SVR, FILED, refused("2026-02-02")))
    assert told["appeal_end"] == ("2026-04-03", "2026-04-04")
    assert "silence" not in told


def test_pending_pieces_register_their_limit() -> None:
    told = found(tell(SVR, FILED, asked("2026-02-01", "2026-03-01")))
    assert told["pieces_limit"] == ("2026-03-01", "2026-03-02")
    assert told["silence"] == ("2026-04-07", "2026-04-08")
    pending = deadlines(tell(SVR, FILED, asked("2026-02-01", "2026-03-01")))
    assert {one.kind: one.article for one in pending}["pieces_limit"] == "CRPA R112-11-4"
    told = found(tell(SVA, FILED, asked("2026-02-01", "2026-03-01")))
    assert told["pieces_limit"] == ("2026-03-01", "2026-03-02")
    assert "silence" not in told
    produced = tell(SVA, FILED, asked("2026-02-01", "2026-03-01"), given("2026-02-15"))
    assert "pieces_limit" not in found(produced)
    early = asked("2026-02-01", "2026-03-01", received_on="2026-02-10")
    assert "pieces_limit" not in found(tell(SVA, FILED, early, given("2026-02-05")))
    decided = tell(SVR, FILED, asked("2026-02-01", "2026-03-01"), refused("2026-02-02"))
    assert "pieces_limit" not in found(decided)
    optional = tell(SVR, FILED, asked("2026-02-01", "2026-03-01", indispensable=False))
    assert found(optional)["pieces_limit"] == ("2026-03-01", "2026-03-02")
    assert "pieces_limit" not in found(tell(SVR, FILED, asked("2026-02-01")))


def test_planning_registers_both_clocks() -> None:
    told = found(tell(DP, filed("2026-01-21")))
    assert told["completeness"] == ("2026-02-21", "2026-02-22")
    assert told["silence"] == ("2026-02-21", "2026-02-22")
    assert told["safe_posting"] == ("2026-02-16", "2026-02-16")
    assert told["revocation_end"] == ("2026-05-22", "2026-05-23")
    told = found(tell(DP, filed("2026-01-21"), asked("2026-02-10")))
    assert told["pieces_limit"] == ("2026-05-10", "2026-05-11")
    told = found(tell(DP, filed("2026-01-21"), asked("2026-02-10"), given("2026-02-20")))
    assert "pieces_limit" not in told
    early = (asked("2026-02-10", received_on="2026-02-15"), given("2026-02-12"))
    assert "pieces_limit" not in found(tell(DP, filed("2026-01-21"), *early))
    told = found(tell(DP, filed("2026-01-21"), granted("2026-02-10")))
    assert "completeness" not in told
    astray = found(tell(DP, filed("2026-01-21", competent=False)))
    assert set(astray) == {"registration_receipt"}


# What happens on the portal, the fifteenth day to register, why.
PORTAL = [
    ([available("2026-03-01")], "2026-03-16", "R112-20: unopened"),
    ([available("2026-03-01"), opened("2026-03-16")], None, "R112-20: opened in time"),
    ([available("2026-03-01"), opened("2026-03-17")], "2026-03-16", "too late"),
    ([available("2026-03-01", consent=False)], None, "L112-15: without consent, nothing"),
    (
        [available("2026-02-01"), opened("2026-02-02"), available("2026-03-01")],
        "2026-03-16",
        "R112-20: another document was opened, not this one",
    ),
    (
        [available("2026-03-01"), available("2026-03-05", consent=False)],
        "2026-03-16",
        "L112-15: the second notifies nothing, nor does it move the first",
    ),
]


@pytest.mark.parametrize(("events", "until", "why"), PORTAL)
def test_the_portal_counts_the_last_document_that_nobody_opened(
    events: list[dict[str, str]], until: str | None, why: str
) -> None:
    told = tell(SVR, filed("2026-01-31"), *events)
    wake = None if until is None else (until, "2026-03-17")
    assert found(told).get("portal_notification") == wake, why


def test_planning_has_no_fifteen_days() -> None:
    """R*474-1: deemed received the day after the sending, opened or not."""
    told = tell(DP, filed("2026-01-21"), available("2026-02-01", decision="grant"))
    step = told.step("made_available")
    assert step is not None
    assert (step.article, told.notified_on) == ("C. urb. R*474-1", date(2026, 2, 2))
    assert "réputé reçu le 2 février 2026" in step.text.fr
    assert "portal_notification" not in found(told)
    refusing = tell(DP, filed("2026-01-21"), available("2026-02-01", consent=False))
    assert "n’y a pas consenti" in refusing.warnings[-1].fr


def test_every_deadline_bears_article_and_words() -> None:
    told = deadlines(tell(PC, filed("2026-01-21"), asked("2026-02-10")))
    assert [one.due_on for one in told] == sorted(one.due_on for one in told)
    for one in told:
        assert one.article
        assert one.text.fr
        assert one.text.en
        assert one.wake_on >= one.due_on
    assert {one.kind: one.of for one in told}["pieces_limit"] == "person"
    assert {one.kind: one.of for one in told}["silence"] == "law"
    assert {one.kind: one.of for one in told}["receipt"] == "authority"


CLOCKS = [
    (SVA, [], "2026-01-10", "running", "2026-03-10"),
    (SVA, [], "2026-03-10", "running", "2026-03-10"),
    (SVA, [], "2026-03-11", "done", "2026-03-10"),
    (SVR, [asked("2026-02-01", "2026-03-01")], "2026-01-31", "running", "2026-04-07"),
    (SVR, [asked("2026-02-01", "2026-03-01")], "2026-02-01", "paused", "2026-04-07"),
    (SVR, [asked("2026-02-01", "2026-03-01")], "2026-02-28", "paused", "2026-04-07"),
    (SVR, [asked("2026-02-01", "2026-03-01")], "2026-03-01", "running", "2026-04-07"),
    (SVA, [asked("2026-02-01")], "2026-02-01", "paused", None),
    (SVA, [refused("2026-02-01")], "2026-02-01", "done", None),
    (NONE, [], "2026-02-01", "none", None),
]


def both(told: Timeline, on: str) -> tuple[Clock, Clock | None]:
    """The instruction clock and the completeness clock of a whole story, on an earlier day."""
    day = date.fromisoformat(on)
    completeness = completeness_clock(told.course, on=day) if told.completeness else None
    return instruction_clock(told.course, told.tacit, on=day), completeness


@pytest.mark.parametrize(("regime", "events", "on", "state", "due"), CLOCKS)
def test_clocks_on_a_day(
    regime: str, events: list[dict[str, str]], on: str, state: str, due: str | None
) -> None:
    instruction, completeness = both(tell(regime, FILED, *events), on)
    assert instruction.state == state
    assert (instruction.started_on is None) is (state == "none")
    assert (None if instruction.due_on is None else instruction.due_on.isoformat()) == due
    assert completeness is None


def test_the_completeness_clock_on_a_day() -> None:
    told = tell(PC, filed("2026-01-21"))
    for day, state in (("2026-02-21", "running"), ("2026-02-22", "done")):
        _, completeness = both(told, day)
        assert completeness is not None
        assert completeness.state == state
    waiting = tell(PC, filed("2026-01-21"), asked("2026-02-10"))
    before, after = (both(waiting, day)[1] for day in ("2026-02-09", "2026-02-10"))
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == ("running", "paused")


def test_a_clock_not_started_says_when_it_will() -> None:
    told = tell(SVA, filed("2026-01-10", competent=False), handed_over("2026-01-20"))
    instruction, _ = both(told, "2026-01-15")
    assert (instruction.state, instruction.started_on) == ("not_started", date(2026, 1, 20))
    assert instruction.due_on == date(2026, 3, 20)


def test_a_day_is_known_with_its_own_facts() -> None:
    told = tell(SVA, FILED, on="2026-01-10")
    assert told.tacit is not None
    with pytest.raises(FactError) as refused:
        tell(SVA, FILED, on="2026-01-09")
    assert (refused.value.field, refused.value.message) == (
        "on",
        "la demande n’était pas encore déposée ce jour-là",
    )


SENT = [
    ([], {"registration_receipt", "receipt"}, "nothing sent"),
    ([event("receipt_sent", "2026-01-11", kind="registration")], {"receipt"}, "the AEE"),
    ([event("receipt_sent", "2026-01-11")], set(), "the ARE: no AEE is due any more"),
]


@pytest.mark.parametrize(("events", "kinds", "why"), SENT)
def test_a_receipt_sent_is_due_no_more(
    events: list[dict[str, str]], kinds: set[str], why: str
) -> None:
    told = set(found(tell(SVA, FILED, *events)))
    assert told & {"registration_receipt", "receipt"} == kinds, why


def test_two_requests_have_one_limit_the_later() -> None:
    both = [asked("2026-02-01", "2026-03-01"), asked("2026-02-05", "2026-02-20")]
    assert found(tell(SVR, FILED, *both))["pieces_limit"] == ("2026-03-01", "2026-03-02")


def test_a_limit_that_has_passed_is_no_deadline() -> None:
    request = asked("2026-02-01", "2026-03-01")
    on_it = found(tell(SVR, FILED, request, on="2026-03-01"))
    assert on_it["pieces_limit"] == ("2026-03-01", "2026-03-02")
    assert "pieces_limit" not in found(tell(SVR, FILED, request, on="2026-03-02"))
    assert "pieces_limit" not in found(tell(SVA, FILED, request, on="2026-03-02"))
    planning = tell(PC, filed("2026-01-21"), asked("2026-02-10"), on="2026-06-01")
    assert found(planning)["pieces_limit"] == ("2026-05-10", "2026-05-11")
