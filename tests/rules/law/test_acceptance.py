"""The acceptance list of law-and-domain §12 that is pure: 1 to 7, 15."""

from services.law.mentions import Service, receipt_mentions
from tests.rules.law.asking import (
    DP,
    PC,
    SVA,
    SVR,
    ask,
    asked,
    event,
    extended,
    filed,
    given,
    handed_over,
    outcome,
    tell,
)

SERVICE = Service("Mairie", "mairie@gien.example", "", "02 38 00 00 00")
FILED = filed("2026-01-10")


def test_1_a_receipt_that_lacks_a_mention_makes_delays_not_opposable() -> None:
    due = receipt_mentions(tell(SVR, FILED), service=SERVICE)
    assert [one.id for one in due] == [
        "received_on",
        "service",
        "silence",
        "silence_date",
        "appeal",
    ]
    complete = event("receipt_sent", "2026-01-12")
    incomplete = event("receipt_sent", "2026-01-12", mentions_complete=False)
    assert ask(SVR, FILED, complete)["appeal_delay_opposable"] is True
    assert ask(SVR, FILED, incomplete)["appeal_delay_opposable"] is False


def test_2_the_receipt_honours_the_calendar() -> None:
    assert ask(SVR, filed("2026-03-30"))["receipt_due"] == "2026-04-14"
    assert ask(SVR, filed("2026-03-30"), calendar="alsace-moselle")["receipt_due"] == "2026-04-15"


def test_3_and_4_the_vectors_of_the_reference() -> None:
    request = asked("2026-02-01", "2026-03-01")
    produced = given("2026-02-15")
    assert outcome(SVR, FILED, request, produced) == ("rejection", "2026-03-24")
    assert outcome(SVR, FILED, request) == ("rejection", "2026-04-07")
    assert outcome(SVA, FILED, request, produced) == ("acceptance", "2026-04-15")


def test_5_a_hand_over_keeps_rejection_and_restarts_acceptance() -> None:
    astray, moved = filed("2026-01-10", competent=False), handed_over("2026-01-20")
    assert outcome(SVR, astray, moved) == ("rejection", "2026-03-10")
    assert outcome(SVA, astray, moved) == ("acceptance", "2026-03-20")
    assert ask(SVA, astray, moved)["receipt_due"] == "2026-02-03"


def test_6_a_building_permit() -> None:
    permit = filed("2026-01-21")
    for day, state in (("2026-02-21", "running"), ("2026-02-22", "done")):
        silent = tell(PC, permit, on=day).completeness
        assert silent is not None
        assert silent.state == state
    assert outcome(PC, permit, asked("2026-02-22")) == ("acceptance", "2026-04-21")
    assert outcome(PC, permit, asked("2026-02-10")) == ("rejection", "2026-05-10")
    assert outcome(PC, permit, extended("2026-02-15", 1)) == ("acceptance", "2026-05-21")
    assert outcome(PC, permit, extended("2026-02-25", 1)) == ("acceptance", "2026-04-21")
    against = event("opinion_received", "2026-03-01", sense="unfavourable", service="ABF")
    assert outcome(PC, permit, against) == ("rejection", "2026-04-21")


def test_7_apa() -> None:
    answer = ask("departement/apa", filed("2026-01-15"))
    assert answer["receipt_due"] == "2026-01-25"
    assert answer["tacit"]["effect"] == "flat_rate"
    assert answer["tacit"]["last_day"] == "2026-03-15"


def test_15_notification() -> None:
    available = event("made_available", "2026-02-01", decision="refusal")
    assert ask(SVR, FILED, available, event("opened", "2026-02-04"))["notified_on"] == "2026-02-04"
    assert ask(SVR, FILED, available)["notified_on"] == "2026-02-01"
    sent = event("sent", "2026-02-01", decision="refusal")
    assert ask(DP, filed("2026-01-21"), sent)["notified_on"] == "2026-02-02"
