"""The mandatory mentions of each letter, worded from the timeline."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.law.contracts import Timeline
from services.law.mentions import (
    Mention,
    PlanningFile,
    Service,
    receipt_mentions,
    registration_receipt_mentions,
    ways_of_appeal,
)
from services.law.mentions_letters import (
    Algorithm,
    Author,
    decision_mentions,
    hand_over_mentions,
    pieces_request_mentions,
    tacit_certificate_mentions,
)
from tests.rules.law.asking import (
    DP,
    FLAT,
    NONE,
    PC,
    SVA,
    SVR,
    asked,
    event,
    filed,
    handed_over,
    tell,
)

SERVICE = Service(
    "Service des espaces publics", "espaces@gien.example", "1 place", "02 38 00 00 00"
)
AUTHOR = Author("Claire", "Martin", "adjointe au maire", "service des espaces publics")
FILED = filed("2026-01-10")


def ids(told: tuple[Mention, ...]) -> list[str]:
    for mention in told:
        assert mention.article
        assert mention.text.fr
        assert mention.text.en
        assert "{" not in mention.text.fr + mention.text.en
    return [mention.id for mention in told]


def text(told: tuple[Mention, ...], name: str) -> str:
    return next(mention.text.fr for mention in told if mention.id == name)


RECEIPTS = [
    (SVA, ["received_on", "service", "silence", "silence_date", "certificate_right"]),
    (SVR, ["received_on", "service", "silence", "silence_date", "appeal"]),
    (FLAT, ["received_on", "service", "silence", "silence_date"]),
    (NONE, ["received_on", "service", "silence"]),
]


@pytest.mark.parametrize(("regime", "names"), RECEIPTS)
def test_the_receipt_bears_r112_11_1(regime: str, names: list[str]) -> None:
    told = receipt_mentions(tell(regime, FILED), service=SERVICE)
    assert ids(told) == names
    assert "10 janvier 2026" in text(told, "received_on")
    assert "02 38 00 00 00" in text(told, "service")
    assert "espaces@gien.example" in text(told, "service")


def test_the_receipt_says_when_silence_decides() -> None:
    told = receipt_mentions(tell(SVA, FILED), service=SERVICE)
    assert "10 mars 2026" in text(told, "silence_date")
    assert "réputée acceptée le 11 mars 2026" in text(told, "silence_date")
    assert "Sous réserve que votre dossier soit complet" in text(told, "silence_date")
    refused = receipt_mentions(tell(SVR, FILED), service=SERVICE)
    assert "réputée rejetée le 11 mars 2026" in text(refused, "silence_date")
    assert "deux mois" in text(refused, "appeal")
    assert "12 mai 2026" in text(refused, "appeal")
    flat = receipt_mentions(tell(FLAT, FILED), service=SERVICE)
    assert "montant forfaitaire le 11 mars 2026" in text(flat, "silence_date")


def test_the_receipt_without_a_clock_promises_no_date() -> None:
    told = receipt_mentions(tell(SVA, FILED, asked("2026-01-11")), service=SERVICE)
    assert "silence_date" not in ids(told)
    paused = receipt_mentions(tell(SVR, FILED, asked("2026-01-11")), service=SERVICE)
    assert "silence_date" not in ids(paused)
    assert "deux mois" in text(paused, "appeal")


def test_an_incomplete_request_lists_what_is_missing() -> None:
    told = receipt_mentions(tell(SVA, FILED), service=SERVICE, missing_pieces=["plan", "photo"])
    assert "plan ; photo" in text(told, "incomplete")


def test_distance_lengthens_the_appeal_told() -> None:
    told = receipt_mentions(tell(SVR, filed("2026-01-10", residence="abroad")), service=SERVICE)
    assert "quatre mois" in text(told, "appeal")
    article = next(mention.article for mention in told if mention.id == "appeal")
    assert "R421-7" in article


def test_a_recepisse_bears_r423_4_and_5() -> None:
    number = PlanningFile("DP 045155 26 A0042", "DP")
    told = receipt_mentions(tell(DP, filed("2026-01-21")), service=SERVICE, planning=number)
    assert ids(told)[-1] == "planning"
    words = text(told, "planning")
    assert "DP 045155 26 A0042" in words
    assert "les travaux pourront commencer à partir du 22 février 2026" in words
    assert "jusqu’au 21 février 2026" in words
    permit = PlanningFile("PC 045155 26 A0042", "PC")
    told = receipt_mentions(tell(PC, filed("2026-01-21")), service=SERVICE, planning=permit)
    assert "permis tacite à partir du 22 avril 2026" in text(told, "planning")
    certificate = next(one for one in told if one.id == "certificate_right")
    assert "R424-13" in certificate.article


def test_a_recepisse_without_a_tacit_grant_promises_none() -> None:
    rejected = tell(PC, filed("2026-01-21", environmental_assessment=True))
    number = PlanningFile("PC 045155 26 A0042", "PC")
    told = receipt_mentions(rejected, service=SERVICE, planning=number)
    assert "permis tacite à partir" not in text(told, "planning")
    assert "appeal" in ids(told)
    astray = tell(PC, filed("2026-01-21", competent=False))
    told = receipt_mentions(astray, service=SERVICE, planning=number)
    assert text(told, "planning") == "Numéro d’enregistrement : PC 045155 26 A0042."


def test_the_registration_receipt_says_when_the_receipt_comes() -> None:
    told = registration_receipt_mentions(tell(SVA, FILED))
    assert ids(told) == ["received_on", "receipt_due"]
    assert "23 janvier 2026" in text(told, "receipt_due")
    astray = registration_receipt_mentions(tell(SVA, filed("2026-01-10", competent=False)))
    assert ids(astray) == ["received_on"]


REQUESTS = [
    (SVR, "2026-02-01", "2026-03-01", ["pieces_effect", "silence_date"], "1er mars 2026"),
    (SVA, "2026-02-01", "2026-03-01", ["pieces_effect"], "1er mars 2026"),
    (SVR, "2026-02-01", None, ["pieces_effect"], "dès que possible"),
    (DP, "2026-02-01", None, ["pieces_effect", "silence_date"], "1er mai 2026"),
    (SVR, "2026-03-11", "2026-03-20", ["no_effect", "silence_date"], "dès que possible"),
]


@pytest.mark.parametrize(("regime", "at", "limit", "names", "day"), REQUESTS)
def test_a_request_for_pieces_bears_r112_11_4(
    regime: str, at: str, limit: str | None, names: list[str], day: str
) -> None:
    told = pieces_request_mentions(
        tell(regime, FILED, asked(at, limit)), pieces=["plan"], service=SERVICE
    )
    found = ids(told)
    assert "plan" in text(told, "missing_pieces")
    assert day in text(told, "pieces_limit")
    both = {"pieces_effect", "no_effect", "silence_date"}
    assert [name for name in found if name in both] == names
    assert found[-1] == "service"


def decide(timeline: Timeline, decision: Any, **more: Any) -> tuple[Mention, ...]:
    return decision_mentions(
        timeline,
        decision=decision,
        decided_on=date(2026, 2, 2),
        author=AUTHOR,
        service=SERVICE,
        **more,
    )


def test_a_refusal_bears_author_reasons_and_appeal() -> None:
    told = decide(
        tell(SVR, FILED),
        "refusal",
        reasons_in_law=["article L2122-1"],
        reasons_in_fact=["Le trottoir est trop étroit."],
    )
    assert ids(told) == ["author", "reasons", "appeal"]
    assert "Claire Martin, adjointe au maire" in text(told, "author")
    assert "En droit : article L2122-1" in text(told, "reasons")
    assert "En fait : Le trottoir" in text(told, "reasons")
    assert "interrompt" in text(told, "appeal")


def test_a_grant_needs_no_reasons_but_conditions_do() -> None:
    assert ids(decide(tell(SVR, FILED), "grant")) == ["author"]
    told = decide(tell(SVR, FILED), "grant", conditions=["laisser 1,40 m"])
    assert ids(told) == ["author", "reasons", "appeal"]


def test_a_grant_that_awaits_a_piece_says_so() -> None:
    waiting = tell(SVR, FILED, asked("2026-02-01", indispensable=False))
    assert ids(decide(waiting, "grant")) == ["author", "conditional"]
    assert ids(decide(waiting, "refusal")) == ["author", "reasons", "appeal"]


def test_a_planning_grant_speaks_of_third_parties() -> None:
    assert ids(decide(tell(DP, filed("2026-01-21")), "grant")) == ["author", "third_parties"]


def test_a_computed_decision_says_so() -> None:
    told = decide(
        tell(SVA, FILED), "grant", algorithm=Algorithm("calcul du tarif", "dpo@gien.example")
    )
    assert ids(told) == ["author", "algorithm"]
    assert "calcul du tarif" in text(told, "algorithm")
    assert "CADA" in text(told, "algorithm")


WAYS = [
    (False, date(2026, 2, 2), "interrompt", "L411-2"),
    (True, date(2025, 11, 27), "interrompt", "L411-2"),
    (True, date(2025, 11, 28), "proroge pas", "L600-12-2"),
]


@pytest.mark.parametrize(("planning", "on", "words", "article"), WAYS)
def test_ways_of_appeal_follow_the_version(
    planning: bool, on: date, words: str, article: str
) -> None:
    """The generic text would be false on a planning decision since 28 November 2025."""
    mention = ways_of_appeal(SERVICE, planning=planning, decided_on=on)
    assert words in mention.text.fr
    assert article in mention.article
    assert mention.article.startswith("CJA R421-1, R421-5")


def test_ways_of_appeal_name_the_court_and_the_start() -> None:
    service = Service("Mairie", "m@x.example", "", "02", court="tribunal administratif d’Orléans")
    mention = ways_of_appeal(service, decided_on=date(2026, 2, 2))
    assert "tribunal administratif d’Orléans" in mention.text.fr
    assert "de la notification" in mention.text.fr
    tacit = ways_of_appeal(service, decided_on=date(2026, 2, 2), tacit=True)
    assert "naissance" in tacit.text.fr
    assert tacit.article.startswith("CJA R421-2, R421-5")


def test_a_certificate_waits_for_its_decision() -> None:
    told = tell(SVA, FILED)
    assert tacit_certificate_mentions(told, on=date(2026, 3, 10), service=SERVICE) == ()
    made = tacit_certificate_mentions(told, on=date(2026, 3, 11), service=SERVICE)
    assert ids(made) == ["request_received", "tacit_decision", "certificate_basis", "revocation"]
    assert "accord tacite est né le 11 mars 2026" in text(made, "tacit_decision")
    assert "10 janvier 2026" in text(made, "request_received")
    decided = tell(SVA, FILED, event("decision_notified", "2026-02-02", decision="grant"))
    assert tacit_certificate_mentions(decided, on=date(2026, 4, 1), service=SERVICE) == ()


CERTIFICATES = [
    (SVR, ["request_received", "tacit_decision", "certificate_basis", "appeal"], "CRPA L232-3"),
    (FLAT, ["request_received", "tacit_decision", "certificate_basis"], "CRPA L232-3"),
    (
        DP,
        [
            "request_received",
            "tacit_decision",
            "certificate_basis",
            "revocation",
            "third_parties",
        ],
        "CRPA L232-3 ; C. urb. R424-13",
    ),
]


@pytest.mark.parametrize(("regime", "names", "basis"), CERTIFICATES)
def test_a_certificate_bears_what_its_effect_asks(
    regime: str, names: list[str], basis: str
) -> None:
    made = tacit_certificate_mentions(tell(regime, FILED), on=date(2026, 4, 1), service=SERVICE)
    assert ids(made) == names
    assert next(one.article for one in made if one.id == "certificate_basis") == basis


def test_a_hand_over_tells_to_whom_and_the_clock() -> None:
    told = tell(SVA, filed("2026-01-10", competent=False), handed_over("2026-01-20"))
    made = hand_over_mentions(told, to=SERVICE, handed_on=date(2026, 1, 20))
    assert ids(made) == ["handed_to", "clock", "service"]
    assert "20 janvier 2026" in text(made, "handed_to")
    assert SERVICE.name in text(made, "handed_to")
    braces = replace(SERVICE, name="Service {test}")
    made = hand_over_mentions(told, to=braces, handed_on=date(2026, 1, 20))
    assert "Service {test}" in text(made, "handed_to")


def test_an_author_is_named_in_full() -> None:
    """L212-2 1°: first name, name, quality and service dispense from a signature."""
    told = decision_mentions(
        tell(SVA, FILED),
        decision="grant",
        decided_on=date(2026, 2, 2),
        author=Author("Claire", "Martin", "adjointe au maire", "service urbanisme"),
        service=SERVICE,
    )
    assert text(told, "author") == (
        "Décision prise par Claire Martin, adjointe au maire, service urbanisme."
    )
