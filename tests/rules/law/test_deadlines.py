"""The register of deadlines and what the law has done by itself."""

from datetime import date

import pytest

from services.law.calendars import calendar
from services.law.clocks import clocks
from services.law.contracts import Deadline, Timeline
from services.law.deadlines import deadlines, settled, wake_at
from services.law.errors import FactError
from tests.rules.law.asking import (
    DP,
    FLAT,
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


# What happens on the portal, the fifteenth day to register, the day held notified, why.
PORTAL = [
    ([available("2026-03-01")], "2026-03-16", "2026-03-01", "R112-20: unopened"),
    ([available("2026-03-01"), opened("2026-03-16")], None, None, "R112-20: opened in time"),
    ([available("2026-03-01"), opened("2026-03-17")], "2026-03-16", "2026-03-01", "too late"),
    ([available("2026-03-01", consent=False)], None, None, "L112-15: without consent, nothing"),
    (
        [available("2026-02-01"), opened("2026-02-02"), available("2026-03-01")],
        "2026-03-16",
        "2026-03-01",
        "R112-20: another document was opened, not this one",
    ),
    (
        [available("2026-03-01"), available("2026-03-05", consent=False)],
        "2026-03-16",
        "2026-03-01",
        "L112-15: the second notifies nothing, nor does it move the first",
    ),
]


@pytest.mark.parametrize(("events", "until", "notified", "why"), PORTAL)
def test_the_portal_counts_the_last_document_that_nobody_opened(
    events: list[dict[str, str]], until: str | None, notified: str | None, why: str
) -> None:
    told = tell(SVR, filed("2026-01-31"), *events)
    wake = None if until is None else (until, "2026-03-17")
    assert found(told).get("portal_notification") == wake, why
    assert settled(told, on=date(2026, 3, 16)) == (), why
    held = [(one.kind, one.on.isoformat()) for one in settled(told, on=date(2026, 3, 17))]
    assert held == ([] if notified is None else [("deemed_notified", notified)]), why


def test_planning_has_no_fifteen_days() -> None:
    """R*474-1: deemed received the day after the sending, opened or not."""
    told = tell(DP, filed("2026-01-21"), available("2026-02-01", decision="grant"))
    step = told.step("made_available")
    assert step is not None
    assert (step.article, told.notified_on) == ("C. urb. R*474-1", date(2026, 2, 2))
    assert "réputé reçu le 2 février 2026" in step.text.fr
    assert "portal_notification" not in found(told)
    assert [one.kind for one in settled(told, on=date(2026, 2, 20))] == []
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


def test_wakes_at_local_midnight() -> None:
    silence = next(one for one in deadlines(tell(SVA, FILED)) if one.kind == "silence")
    assert wake_at(silence, calendar("metropole")).isoformat() == "2026-03-11T00:00:00+01:00"
    assert wake_at(silence, calendar("reunion")).isoformat() == "2026-03-11T00:00:00+04:00"
    assert isinstance(silence, Deadline)


BORN = [
    (SVA, "2026-03-10", []),
    (SVA, "2026-03-11", [("tacit_acceptance", "2026-03-11")]),
    (SVA, "2027-01-01", [("tacit_acceptance", "2026-03-11")]),
    (SVR, "2026-03-11", [("tacit_rejection", "2026-03-11")]),
    (FLAT, "2026-03-11", [("tacit_flat_rate", "2026-03-11")]),
    (NONE, "2027-01-01", []),
]


@pytest.mark.parametrize(("regime", "on", "done"), BORN)
def test_settles_what_silence_has_done(regime: str, on: str, done: list[tuple[str, str]]) -> None:
    told = settled(tell(regime, FILED), on=date.fromisoformat(on))
    assert [(one.kind, one.on.isoformat()) for one in told] == done
    for one in told:
        assert one.article
        assert one.text.fr != one.text.en


def test_settles_a_file_deemed_complete() -> None:
    quiet = tell(PC, filed("2026-01-21"))
    assert settled(quiet, on=date(2026, 2, 21)) == ()
    (done,) = settled(quiet, on=date(2026, 2, 22))
    assert (done.kind, done.on) == ("deemed_complete", date(2026, 2, 22))
    waiting = tell(PC, filed("2026-01-21"), asked("2026-02-10"))
    assert settled(waiting, on=date(2026, 2, 22)) == ()
    (lapsed,) = settled(waiting, on=date(2026, 5, 11))
    assert (lapsed.kind, lapsed.on) == ("tacit_rejection", date(2026, 5, 11))
    late = tell(PC, filed("2026-01-21"), asked("2026-02-22"))
    assert [one.kind for one in settled(late, on=date(2026, 2, 22))] == ["deemed_complete"]
    both = settled(quiet, on=date(2026, 4, 22))
    assert [one.kind for one in both] == ["deemed_complete", "tacit_acceptance"]


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


@pytest.mark.parametrize(("regime", "events", "on", "state", "due"), CLOCKS)
def test_clocks_on_a_day(
    regime: str, events: list[dict[str, str]], on: str, state: str, due: str | None
) -> None:
    instruction, completeness = clocks(tell(regime, FILED, *events), on=date.fromisoformat(on))
    assert instruction.state == state
    assert (None if instruction.due_on is None else instruction.due_on.isoformat()) == due
    assert completeness is None


def test_the_completeness_clock_on_a_day() -> None:
    told = tell(PC, filed("2026-01-21"))
    for day, state in ((21, "running"), (22, "done")):
        _, completeness = clocks(told, on=date(2026, 2, day))
        assert completeness is not None
        assert completeness.state == state
    waiting = tell(PC, filed("2026-01-21"), asked("2026-02-10"))
    before, after = (clocks(waiting, on=date(2026, 2, day))[1] for day in (9, 10))
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == ("running", "paused")


def test_a_clock_not_started_says_when_it_will() -> None:
    told = tell(SVA, filed("2026-01-10", competent=False), handed_over("2026-01-20"))
    instruction, _ = clocks(told, on=date(2026, 1, 15))
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
