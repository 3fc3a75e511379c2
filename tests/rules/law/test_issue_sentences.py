"""What the facts mean, sentence by sentence, as `parvis law timeline` promises it."""

from tests.rules.law.asking import (
    DP,
    FLAT,
    NONE,
    PC,
    SVA,
    SVR,
    appealed,
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
    unheard,
)

FILED = filed("2026-01-10")


def test_the_answer_has_at_least_these_keys() -> None:
    answer = ask(SVR, FILED)
    assert {
        "tacit",
        "receipt_due",
        "registration_receipt_due",
        "appeal",
        "steps",
    } <= set(answer)
    assert set(answer["tacit"]) == {"effect", "last_day", "born_on", "article", "appeal"}
    assert set(answer["tacit"]["appeal"]) == {"last_day", "article"}


def test_born_on_is_the_day_after_last_day() -> None:
    tacit = ask(SVA, filed("2025-12-31"))["tacit"]
    assert (tacit["last_day"], tacit["born_on"]) == ("2026-02-28", "2026-03-01")


def test_tacit_is_null_while_its_clock_cannot_run_or_silence_means_nothing() -> None:
    assert ask(SVA, FILED, asked("2026-02-01"))["tacit"] is None
    assert ask(SVR, FILED, asked("2026-02-01"))["tacit"] is None
    assert ask(NONE, FILED)["tacit"] is None


def test_flat_rate_runs_as_acceptance_from_the_complete_file() -> None:
    answer = outcome(FLAT, FILED, asked("2026-02-01"), given("2026-02-15"))
    assert answer == ("flat_rate", "2026-04-15")


def test_receipt_due_counts_from_the_competent_body() -> None:
    astray = filed("2026-01-10", competent=False)
    assert ask(SVR, astray)["receipt_due"] is None
    assert ask(SVR, astray, handed_over("2026-01-20"))["receipt_due"] == "2026-02-03"
    assert ask(SVR, astray)["registration_receipt_due"] == "2026-01-12"


def test_appeal_concerns_an_express_refusal() -> None:
    assert ask(SVR, FILED)["appeal"] is None
    assert ask(SVR, FILED, granted("2026-02-01"))["appeal"] is None
    assert ask(SVR, FILED, refused("2026-02-02"))["appeal"] == {
        "last_day": "2026-04-03",
        "article": "CJA R421-1",
    }
    assert ask(SVR, FILED)["tacit"]["appeal"] == {
        "last_day": "2026-05-12",
        "article": "CJA R421-2",
    }


def test_received_on_is_at_by_default() -> None:
    later = asked("2026-02-01", "2026-03-01", received_on="2026-02-05")
    assert outcome(SVR, FILED, later, given("2026-02-15")) == ("rejection", "2026-03-20")


def test_partial_restarts_nothing() -> None:
    for regime in (SVA, FLAT, DP):
        partial = given("2026-01-20", partial=True)
        waiting = ask(regime, FILED, asked("2026-01-15"))
        assert ask(regime, FILED, asked("2026-01-15"), partial)["tacit"] == waiting["tacit"]


def test_under_rejection_a_request_without_limit_suspends_until_production() -> None:
    answer = ask(SVR, FILED, asked("2026-02-01"))
    assert answer["tacit"] is None
    assert answer["warnings"]
    produced = ask(SVR, FILED, asked("2026-02-01"), given("2026-06-01"))
    assert produced["tacit"]["last_day"] == "2026-07-08"


def test_a_suspension_counts_to_the_earlier_of_production_and_limit() -> None:
    request = asked("2026-02-01", "2026-03-01")
    assert outcome(SVR, FILED, request, given("2026-02-15")) == ("rejection", "2026-03-24")
    assert outcome(SVR, FILED, request, given("2026-03-15")) == ("rejection", "2026-04-07")


def test_under_acceptance_the_delay_starts_again_in_full() -> None:
    request = asked("2026-02-01", "2026-03-01")
    assert outcome(SVA, FILED, request, given("2026-03-05")) == ("acceptance", "2026-05-05")


def test_a_decision_notified_in_time_leaves_tacit_null() -> None:
    for decision in (refused, granted):
        assert ask(SVA, FILED, decision("2026-03-10"))["tacit"] is None
        assert ask(SVR, FILED, decision("2026-03-10"))["tacit"] is None


def test_once_born_pieces_opinions_and_extensions_change_nothing() -> None:
    late = [
        asked("2026-03-11"),
        given("2026-03-12"),
        event("opinion_received", "2026-03-13", sense="unfavourable", service="ABF"),
        extended("2026-03-14", 1),
    ]
    answer = ask(SVA, FILED, *late)
    assert answer["tacit"]["last_day"] == "2026-03-10"
    assert unheard(answer) == [
        "pieces_asked",
        "pieces_given",
        "opinion_received",
        "delay_extended",
    ]


def test_a_refusal_after_a_tacit_acceptance_has_no_effect() -> None:
    answer = ask(SVA, FILED, refused("2026-03-11"))
    assert answer["tacit"]["born_on"] == "2026-03-11"
    assert answer["appeal"] is None


def test_a_decision_after_a_tacit_rejection_stands() -> None:
    assert ask(SVR, FILED, refused("2026-04-01"))["appeal"]["last_day"] == "2026-06-02"
    assert ask(SVR, FILED, refused("2026-05-13"))["appeal"] is None
    step = next(
        step
        for step in ask(SVR, FILED, granted("2026-09-01"))["steps"]
        if step["what"] == "decision_notified"
    )
    assert step["effective"]


def test_overlapping_requests_suspend_once() -> None:
    both = [asked("2026-02-01", "2026-03-01"), asked("2026-02-15", "2026-03-15")]
    assert outcome(SVR, FILED, *both) == ("rejection", "2026-04-21")
    assert outcome(SVR, FILED, *both, given("2026-02-20")) == ("rejection", "2026-03-29")


def test_a_misdirected_file_never_handed_over_has_no_acceptance_clock() -> None:
    astray = filed("2026-01-10", competent=False)
    assert ask(SVA, astray)["tacit"] is None
    assert ask(DP, astray)["tacit"] is None
    assert outcome(SVR, astray) == ("rejection", "2026-03-10")


def test_a_procedure_may_be_named() -> None:
    assert outcome("commune/declaration-prealable", FILED) == ("acceptance", "2026-02-10")


def test_in_planning_in_code_decides_never_indispensable() -> None:
    assert outcome(DP, FILED, asked("2026-01-20", indispensable=False)) == (
        "rejection",
        "2026-04-20",
    )
    assert outcome(DP, FILED, asked("2026-01-20", in_code=False)) == ("acceptance", "2026-02-10")


def test_electronic_planning_runs_from_the_receipt() -> None:
    receipt = event("receipt_sent", "2026-01-12")
    assert outcome(DP, FILED, receipt) == ("acceptance", "2026-02-12")
    assert outcome(DP, FILED) == ("acceptance", "2026-02-10")
    paper = filed("2026-01-10", channel="paper")
    assert outcome(DP, paper, receipt) == ("acceptance", "2026-02-10")


def test_pieces_not_produced_in_three_months_reject() -> None:
    tacit = ask(PC, FILED, asked("2026-02-01"), given("2026-05-02"))["tacit"]
    assert (tacit["effect"], tacit["last_day"]) == ("rejection", "2026-05-01")
    assert tacit["article"] == "C. urb. R423-39"


def test_each_fact_is_answered_for() -> None:
    """Every fact of the schema, once, in one story."""
    answer = ask(
        PC,
        filed("2026-01-10", competent=False),
        handed_over("2026-01-12"),
        event("receipt_sent", "2026-01-13"),
        event("opinion_asked", "2026-01-14", service="ABF"),
        asked("2026-01-20", received_on="2026-01-22"),
        given("2026-01-30", partial=True),
        given("2026-02-02"),
        extended("2026-02-05", 1, notified_on="2026-02-06"),
        event("opinion_received", "2026-02-10", sense="favourable", service="ABF"),
        event("original_asked", "2026-02-11"),
        event("original_given", "2026-02-21"),
        event("sent", "2026-05-28", decision="refusal"),
        event("made_available", "2026-05-28"),
        event("opened", "2026-05-29"),
        refused("2026-05-29", residence="overseas"),
        appealed("2026-06-10"),
    )
    assert answer["tacit"] is None
    assert answer["notified_on"] == "2026-05-29"
    assert answer["appeal"]["last_day"] == "2026-08-31"
    assert {step["what"] for step in answer["steps"]} >= {
        *("filed", "handed_over", "receipt_sent", "opinion_asked", "pieces_asked"),
        *("pieces_given", "delay_extended", "opinion_received", "original_asked"),
        *("original_given", "sent", "made_available", "opened", "decision_notified"),
        *("appealed", "receipt_due", "registration_receipt_due", "appeal_end"),
    }
