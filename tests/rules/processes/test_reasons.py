"""The reasons of a tacit rejection, in every process where silence may reject (CRPA L232-4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.processes.catalogue import load_processes
from services.processes.contracts import CaseView, Role
from services.processes.errors import BadField, GuardFailed, NotInThisState, WrongRole
from services.processes.step import step
from tests.rules.processes.cases import AT, case, command

PROCESSES = load_processes()
EVERY = pytest.mark.parametrize("name", ["permit", "planning", "request"])
TODAY = date(2026, 3, 10)
REASONS: dict[str, Any] = {"law_reasons": "Article 12.", "fact_reasons": "Trop étroit."}


def refused(**how: Any) -> CaseView:
    """A case rejected by silence, its delay of appeal open until today included."""
    view = replace(case("tacitly_refused", tacit="rejection"), tacit_appeal_until=TODAY)
    return replace(view, **how)


@EVERY
class TestAsking:
    def test_is_in_time_on_the_last_day_of_the_appeal(self, name: str) -> None:
        happened = step(PROCESSES[name], refused(), command("ask_reasons", "person"), at=AT)
        assert (happened.fact, happened.to_state) == ("reasons_asked", "tacitly_refused")
        assert happened.effects == ("notice_mail",)
        assert not happened.closes
        assert not happened.reopens

    @pytest.mark.parametrize(
        ("how", "guard"),
        [
            ({"tacit_appeal_until": date(2026, 3, 9)}, "appeal_over"),
            ({"tacit_appeal_until": None}, "appeal_over"),
            ({"reasons_pending": True}, "already_asked"),
            ({"reasons_given": True}, "already_given"),
        ],
    )
    def test_is_refused(self, name: str, how: dict[str, Any], guard: str) -> None:
        with pytest.raises(GuardFailed) as no:
            step(PROCESSES[name], refused(**how), command("ask_reasons", "person"), at=AT)
        assert (no.value.guard, no.value.article) == (guard, "CRPA L232-4")

    @pytest.mark.parametrize("state", ["filed", "tacitly_granted", "withdrawn"])
    def test_is_for_a_tacit_rejection_only(self, name: str, state: str) -> None:
        with pytest.raises(NotInThisState):
            step(PROCESSES[name], case(state), command("ask_reasons", "person"), at=AT)


@EVERY
class TestGiving:
    @pytest.mark.parametrize("role", ["instructor", "supervisor", "signatory"])
    def test_makes_a_letter_and_a_mail(self, name: str, role: Role) -> None:
        asked = refused(reasons_pending=True)
        given = command("give_reasons", role, **REASONS)
        happened = step(PROCESSES[name], asked, given, at=AT)
        assert (happened.fact, happened.to_state) == ("reasons_given", "tacitly_refused")
        assert happened.effects == ("reasons_letter", "notice_mail")

    @pytest.mark.parametrize("missing", ["law_reasons", "fact_reasons"])
    def test_wants_law_and_fact(self, name: str, missing: str) -> None:
        """CRPA L211-5."""
        given = command("give_reasons", "instructor", **(REASONS | {missing: " "}))
        with pytest.raises(BadField):
            step(PROCESSES[name], refused(reasons_pending=True), given, at=AT)

    def test_answers_a_request_only(self, name: str) -> None:
        with pytest.raises(GuardFailed):
            step(
                PROCESSES[name], refused(), command("give_reasons", "instructor", **REASONS), at=AT
            )

    def test_is_not_the_persons(self, name: str) -> None:
        given = command("give_reasons", "person", **REASONS)
        with pytest.raises(WrongRole):
            step(PROCESSES[name], refused(reasons_pending=True), given, at=AT)


POST: dict[str, Any] = {"electronic": False, "reasons_pending": True}
SENT: dict[str, Any] = {**POST, "reasons_sent_on": date(2026, 3, 6)}


@EVERY
class TestByPost:
    def test_the_letter_communicates_nothing_yet(self, name: str) -> None:
        given = command("give_reasons", "instructor", **REASONS)
        happened = step(PROCESSES[name], refused(**POST), given, at=AT)
        assert happened.fact is None
        assert happened.effects == ("reasons_letter",)

    def test_is_written_once(self, name: str) -> None:
        given = command("give_reasons", "instructor", **REASONS)
        with pytest.raises(GuardFailed) as no:
            step(PROCESSES[name], refused(**SENT), given, at=AT)
        assert no.value.guard == "already_sent"

    @pytest.mark.parametrize("day", [date(2026, 3, 6), TODAY])
    def test_is_communicated_on_the_day_it_is_received(self, name: str, day: date) -> None:
        received = command(
            "record_reasons_received", "instructor", received_on=day, means="by_hand"
        )
        happened = step(PROCESSES[name], refused(**SENT), received, at=AT)
        assert (happened.fact, happened.to_state) == ("reasons_given", "tacitly_refused")
        assert happened.effects == ()

    @pytest.mark.parametrize(
        ("how", "day", "guard"),
        [
            (POST, TODAY, "nothing_sent"),
            (SENT, date(2026, 3, 11), "received_in_the_future"),
            (SENT, date(2026, 3, 5), "received_before_sent"),
        ],
    )
    def test_is_not_received_otherwise(
        self, name: str, how: dict[str, Any], day: date, guard: str
    ) -> None:
        received = command(
            "record_reasons_received", "instructor", received_on=day, means="by_hand"
        )
        with pytest.raises(GuardFailed) as no:
            step(PROCESSES[name], refused(**how), received, at=AT)
        assert no.value.guard == guard
