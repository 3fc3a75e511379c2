"""What each act does to a request, and the sentence of each "no"."""

from datetime import UTC, date, datetime

import pytest

from services.foundation.errors import Refusal
from services.foundation.i18n import using_language
from services.processes.catalogue import load_processes
from services.processes.contracts import Process
from services.processes.errors import (
    BadField,
    GuardFailed,
    NotInThisState,
    UnknownAction,
    WrongRole,
)
from services.processes.step import possible_actions, step
from tests.rules.processes.cases import AT, CLAIRE, MARC, NADIA, REFUSAL, case, command


@pytest.fixture(scope="module")
def permit() -> Process:
    return load_processes()["permit"]


@pytest.fixture(scope="module")
def request_process() -> Process:
    return load_processes()["request"]


class TestFiling:
    def test_gives_the_first_state_and_owes_a_receipt(self, permit: Process) -> None:
        done = step(permit, case(None), command("submit", "person", NADIA), at=AT)
        assert (done.from_state, done.to_state) == (None, "filed")
        assert done.fact == "filed"
        assert done.effects == ("receipt", "notice_mail")
        assert not done.closes

    def test_happens_once(self, permit: Process) -> None:
        with pytest.raises(NotInThisState):
            step(permit, case("filed"), command("submit", "person", NADIA), at=AT)

    def test_comes_before_everything(self, permit: Process) -> None:
        with pytest.raises(NotInThisState) as refused:
            step(permit, case(None), command("claim", "instructor"), at=AT)
        assert refused.value.sentence() == "La demande n’est pas encore déposée."


class TestClaim:
    def test_begins_the_review(self, permit: Process) -> None:
        assert step(permit, case("filed"), command("claim", "instructor"), at=AT).to_state == (
            "in_review"
        )

    def test_leaves_a_waiting_case_waiting(self, permit: Process) -> None:
        done = step(permit, case("waiting_for_pieces"), command("claim", "instructor"), at=AT)
        assert done.to_state == "waiting_for_pieces"

    def test_is_refused_when_somebody_else_has_the_case(self, permit: Process) -> None:
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("filed", assignee=MARC), command("claim", "instructor"), at=AT)
        assert refused.value.guard == "already_claimed"

    def test_is_open_to_a_supervisor_all_the_same(self, permit: Process) -> None:
        view = case("filed", assignee=MARC)
        assert step(permit, view, command("claim", "supervisor"), at=AT).action == "claim"


class TestAskingForPieces:
    def test_pauses_the_case_and_owes_a_letter(self, permit: Process) -> None:
        asked = command("request_pieces", "instructor", pieces=("plan",), limit=date(2026, 4, 10))
        done = step(permit, case("in_review"), asked, at=AT)
        assert done.to_state == "waiting_for_pieces"
        assert permit.states[done.to_state].paused
        assert done.fact == "pieces_asked"
        assert done.effects == ("pieces_request", "notice_mail")
        assert done.asks["pieces"] == ("plan",)

    def test_needs_a_piece(self, permit: Process) -> None:
        asked = command("request_pieces", "instructor", pieces=(), limit=date(2026, 4, 10))
        with pytest.raises(BadField) as refused:
            step(permit, case("in_review"), asked, at=AT)
        assert (refused.value.field, refused.value.problem) == ("pieces", "missing")
        assert refused.value.sentence() == "Il manque une information : Pièces à demander."

    def test_needs_a_day_to_come(self, permit: Process) -> None:
        asked = command("request_pieces", "instructor", pieces=("plan",), limit=date(2026, 3, 10))
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("in_review"), asked, at=AT)
        assert refused.value.field == "limit"

    def test_reads_the_day_where_the_collectivity_is(self, permit: Process) -> None:
        """At 23:30 in London it is already tomorrow in Gien."""
        late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
        asked = command("request_pieces", "instructor", pieces=("plan",), limit=date(2026, 3, 11))
        with pytest.raises(GuardFailed):
            step(permit, case("in_review"), asked, at=late)


class TestGivingPieces:
    def test_in_several_goes_waits_for_the_last(self, permit: Process) -> None:
        view = case("waiting_for_pieces", pending=("plan", "photo"))
        first = step(permit, view, command("give_pieces", "person", pieces=("plan",)), at=AT)
        assert first.to_state == "waiting_for_pieces"
        view = case("waiting_for_pieces", pending=("photo",))
        last = step(permit, view, command("give_pieces", "person", pieces=("photo",)), at=AT)
        assert last.to_state == "in_review"
        assert {first.fact, last.fact} == {"pieces_given"}

    def test_is_refused_when_nothing_is_awaited(self, permit: Process) -> None:
        given = command("give_pieces", "person", NADIA, pieces=("plan",))
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("in_review"), given, at=AT)
        assert refused.value.guard == "nothing_awaited"

    def test_takes_only_what_was_asked_for(self, permit: Process) -> None:
        given = command("give_pieces", "person", NADIA, pieces=("plan", "poem"))
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("waiting_for_pieces", pending=("plan",)), given, at=AT)
        assert refused.value.guard == "not_asked_for"

    def test_late_is_still_received(self, permit: Process) -> None:
        view = case("in_review", pending=("plan",), limit=date(2026, 3, 1))
        given = command("give_pieces", "person", NADIA, pieces=("plan",))
        assert step(permit, view, given, at=AT).to_state == "in_review"


class TestTheEndOfTheWait:
    def test_gives_the_case_back_the_day_after_the_limit(self, permit: Process) -> None:
        view = case("waiting_for_pieces", pending=("plan",), limit=date(2026, 3, 9))
        assert step(permit, view, command("end_wait", "law", None), at=AT).to_state == "in_review"

    def test_does_not_come_on_the_last_day(self, permit: Process) -> None:
        view = case("waiting_for_pieces", pending=("plan",), limit=date(2026, 3, 10))
        with pytest.raises(GuardFailed):
            step(permit, view, command("end_wait", "law", None), at=AT)


class TestProposing:
    @pytest.mark.parametrize("missing", ["law_reasons", "fact_reasons"])
    @pytest.mark.parametrize("said", ["", "   "])
    def test_a_refusal_needs_both_reasons(self, permit: Process, missing: str, said: str) -> None:
        """CRPA L211-5: in writing, the reasons in law and in fact."""
        proposed = command("propose", "instructor", **{**REFUSAL, missing: said})
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("in_review"), proposed, at=AT)
        assert refused.value.field == missing
        assert refused.value.article == "CRPA L211-5"

    def test_a_restrictive_condition_needs_them_too(self, permit: Process) -> None:
        proposed = command("propose", "instructor", sense="grant", conditions="Avant 22 h.")
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("in_review"), proposed, at=AT)
        assert refused.value.guard == "reasons_in_law"

    def test_a_plain_grant_needs_none(self, permit: Process) -> None:
        done = step(
            permit, case("in_review"), command("propose", "instructor", sense="grant"), at=AT
        )
        assert done.to_state == "proposed"
        assert done.fact is None

    def test_has_no_third_sense(self, permit: Process) -> None:
        with pytest.raises(BadField):
            step(permit, case("in_review"), command("propose", "instructor", sense="maybe"), at=AT)


class TestSigning:
    @pytest.mark.parametrize(
        ("sense", "state"), [("grant", "decided_granted"), ("refusal", "decided_refused")]
    )
    def test_decides_and_notifies(self, permit: Process, sense: str, state: str) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense=sense)
        done = step(permit, view, command("sign", "signatory", MARC), at=AT)
        assert done.to_state == state
        assert done.fact == "decision_notified"
        assert done.effects == ("decision_letter", "notice_mail")
        assert done.closes

    def test_is_for_somebody_else_than_the_proposer(self, permit: Process) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant")
        with pytest.raises(GuardFailed) as refused:
            step(permit, view, command("sign", "signatory", CLAIRE), at=AT)
        assert "une autre personne" in refused.value.sentence()
        with using_language("en"):
            assert "somebody else" in refused.value.sentence()

    def test_is_not_for_an_instructor(self, permit: Process) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant")
        with pytest.raises(WrongRole):
            step(permit, view, command("sign", "instructor", MARC), at=AT)

    def test_without_consent_waits_for_the_postal_notification(self, permit: Process) -> None:
        """CRPA L112-15: no notification on the portal without prior express consent."""
        view = case("proposed", electronic=False, proposed_by=CLAIRE, proposed_sense="refusal")
        signed = step(permit, view, command("sign", "signatory", MARC), at=AT)
        assert (signed.to_state, signed.fact, signed.closes) == ("to_notify", None, False)
        view = case("to_notify", electronic=False, proposed_by=CLAIRE, proposed_sense="refusal")
        recorded = step(
            permit,
            view,
            command(
                "record_notification",
                "instructor",
                notified_on=date(2026, 3, 9),
                means="registered_letter",
            ),
            at=AT,
        )
        assert (recorded.to_state, recorded.fact) == ("decided_refused", "decision_notified")

    @pytest.mark.parametrize(("presented", "counts"), [(9, True), (10, False)])
    def test_presented_in_time_counts_though_recorded_late(
        self, permit: Process, presented: int, counts: bool
    ) -> None:
        """Silence was taken for an acceptance while the delivery receipt was on its way back."""
        view = case(
            "tacitly_granted",
            electronic=False,
            proposed_by=CLAIRE,
            proposed_sense="refusal",
            tacit="acceptance",
            decided=True,
            last_day=date(2026, 3, 9),
        )
        asked = command(
            "record_notification",
            "instructor",
            notified_on=date(2026, 3, presented),
            means="registered_letter",
        )
        if counts:
            assert step(permit, view, asked, at=AT).to_state == "decided_refused"
        else:
            with pytest.raises(NotInThisState):
                step(permit, view, asked, at=AT)

    def test_sent_back_returns_to_review(self, permit: Process) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant")
        back = command("hand_back", "signatory", MARC, note="Citer l’article.")
        assert step(permit, view, back, at=AT).to_state == "in_review"


class TestSilence:
    @pytest.mark.parametrize("state", ["filed", "in_review", "waiting_for_pieces", "proposed"])
    @pytest.mark.parametrize(
        ("effect", "to"), [("acceptance", "tacitly_granted"), ("rejection", "tacitly_refused")]
    )
    def test_decides_by_its_effect(self, permit: Process, state: str, effect: str, to: str) -> None:
        born = command("record_silence", "law", None, effect=effect, born_on=date(2026, 3, 10))
        done = step(permit, case(state), born, at=AT)
        assert (done.to_state, done.closes) == (to, True)

    def test_is_certified_when_it_accepts(self, permit: Process) -> None:
        born = command("record_silence", "law", None, effect="acceptance", born_on=AT.date())
        assert step(permit, case("filed"), born, at=AT).effects == (
            "tacit_certificate",
            "notice_mail",
        )

    def test_is_not_recorded_before_its_day(self, permit: Process) -> None:
        born = command(
            "record_silence", "law", None, effect="acceptance", born_on=date(2026, 3, 11)
        )
        with pytest.raises(GuardFailed) as refused:
            step(permit, case("filed"), born, at=AT)
        assert refused.value.guard == "not_born_yet"

    def test_is_not_for_people(self, permit: Process) -> None:
        born = command("record_silence", "supervisor", effect="acceptance", born_on=AT.date())
        with pytest.raises(WrongRole):
            step(permit, case("filed"), born, at=AT)

    def test_accepting_makes_a_refusal_impossible(self, permit: Process) -> None:
        view = case(
            "tacitly_granted", proposed_by=CLAIRE, proposed_sense="refusal", tacit="acceptance"
        )
        with pytest.raises(NotInThisState) as refused:
            step(permit, view, command("sign", "signatory", MARC), at=AT)
        assert "vaut acceptation" in refused.value.sentence()

    def test_rejecting_leaves_room_for_an_express_decision(self, permit: Process) -> None:
        view = case("tacitly_refused", tacit="rejection")
        reopened = step(permit, view, command("propose", "instructor", sense="grant"), at=AT)
        assert (reopened.to_state, reopened.reopens) == ("proposed", True)
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant", tacit="rejection")
        assert step(permit, view, command("sign", "signatory", MARC), at=AT).to_state == (
            "decided_granted"
        )

    def test_rejecting_stays_when_the_proposal_is_sent_back(self, permit: Process) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant", tacit="rejection")
        back = command("hand_back", "signatory", MARC, note="Non.")
        assert step(permit, view, back, at=AT).to_state == "tacitly_refused"

    def test_happens_once(self, permit: Process) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant", tacit="rejection")
        born = command("record_silence", "law", None, effect="rejection", born_on=AT.date())
        with pytest.raises(GuardFailed) as refused:
            step(permit, view, born, at=AT)
        assert refused.value.guard == "already_recorded"

    def test_rejecting_does_not_stop_a_letter_on_its_way(self, permit: Process) -> None:
        view = case("to_notify", electronic=False, proposed_by=CLAIRE, proposed_sense="grant")
        born = command("record_silence", "law", None, effect="rejection", born_on=AT.date())
        assert step(permit, view, born, at=AT).to_state == "to_notify"


class TestWithdrawing:
    def test_closes_an_open_request(self, permit: Process) -> None:
        done = step(permit, case("in_review"), command("withdraw", "person", NADIA), at=AT)
        assert (done.to_state, done.closes) == ("withdrawn", True)

    @pytest.mark.parametrize("state", ["decided_granted", "tacitly_refused", "withdrawn"])
    def test_comes_too_late_for_a_closed_one(self, permit: Process, state: str) -> None:
        with pytest.raises(NotInThisState):
            step(permit, case(state), command("withdraw", "person", NADIA), at=AT)

    def test_is_refused_in_her_words_while_a_letter_is_on_its_way(self, permit: Process) -> None:
        with pytest.raises(NotInThisState) as refused:
            step(permit, case("to_notify"), command("withdraw", "person", NADIA), at=AT)
        assert "« Décision prise, envoyée par courrier »" in refused.value.sentence()

    def test_is_not_for_agents(self, permit: Process) -> None:
        with pytest.raises(WrongRole):
            step(permit, case("in_review"), command("withdraw", "instructor"), at=AT)


class TestARequestWithoutSignature:
    def test_is_granted_by_one_agent(self, request_process: Process) -> None:
        done = step(
            request_process, case("filed"), command("decide", "instructor", sense="grant"), at=AT
        )
        assert (done.to_state, done.fact) == ("done", "decision_notified")

    def test_is_refused_with_reasons(self, request_process: Process) -> None:
        decided = command("decide", "instructor", **REFUSAL)
        assert step(request_process, case("in_review"), decided, at=AT).to_state == "refused"
        with pytest.raises(GuardFailed):
            step(
                request_process,
                case("in_review"),
                command("decide", "instructor", sense="refusal"),
                at=AT,
            )

    def test_can_be_answered_after_a_tacit_rejection(self, request_process: Process) -> None:
        view = case("tacitly_refused", tacit="rejection")
        decided = command("decide", "supervisor", sense="grant")
        assert step(request_process, view, decided, at=AT).to_state == "done"

    def test_has_no_signature(self, request_process: Process) -> None:
        with pytest.raises(UnknownAction):
            step(request_process, case("in_review"), command("sign", "signatory"), at=AT)


class TestACommand:
    def test_with_an_unknown_field_is_refused(self, permit: Process) -> None:
        with pytest.raises(BadField) as refused:
            step(permit, case("filed"), command("claim", "instructor", colour="red"), at=AT)
        assert refused.value.problem == "unknown"

    @pytest.mark.parametrize(
        "wrong", [{"limit": "2026-04-10"}, {"limit": AT}, {"pieces": "plan"}, {"message": 3}]
    )
    def test_with_a_field_of_the_wrong_kind_is_refused(
        self, permit: Process, wrong: dict[str, object]
    ) -> None:
        fields = {"pieces": ("plan",), "limit": date(2026, 4, 10), **wrong}
        with pytest.raises(BadField) as refused:
            step(permit, case("filed"), command("request_pieces", "instructor", **fields), at=AT)  # type: ignore[arg-type]
        assert refused.value.problem == "wrong_kind"

    def test_every_no_has_a_code_and_a_sentence(self, permit: Process) -> None:
        for asked in (command("nope", "person"), command("sign", "person")):
            with pytest.raises(Refusal) as refused:
                step(permit, case("filed"), asked, at=AT)
            assert refused.value.code
            assert refused.value.sentence().endswith(".")


class TestWhatIsPossible:
    def test_for_an_instructor_on_a_new_case(self, permit: Process) -> None:
        offered = possible_actions(permit, case("filed"), ["instructor"], by=CLAIRE, at=AT)
        assert [item.action.id for item in offered if item.blocked is None] == [
            "claim",
            "request_pieces",
            "propose",
            "hand_over",
            "add_note",
        ]

    def test_says_why_the_proposer_cannot_sign(self, permit: Process) -> None:
        view = case("proposed", proposed_by=CLAIRE, proposed_sense="grant")
        offered = possible_actions(permit, view, ["signatory"], by=CLAIRE, at=AT)
        sign = next(item for item in offered if item.action.id == "sign")
        assert sign.blocked is not None
        assert "une autre personne" in sign.blocked.fr

    def test_for_a_resident_is_to_send_and_to_withdraw(self, permit: Process) -> None:
        view = case("waiting_for_pieces", pending=("plan",))
        offered = possible_actions(permit, view, ["person"], by=NADIA, at=AT)
        assert [item.action.id for item in offered] == ["give_pieces", "withdraw"]

    def test_for_a_stranger_is_nothing(self, permit: Process) -> None:
        assert possible_actions(permit, case("filed"), [], at=AT) == ()
