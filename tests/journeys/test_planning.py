"""Planning: a declaration nobody answered stands; a late request for pieces does nothing."""

from datetime import timedelta

from services.foundation import clock
from tests.arranging import DECLARATION, HOUSE
from tests.journeys.conftest import Arrive
from tests.journeys.town import Town


def test_a_declaration_without_an_answer_is_not_opposed(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Rivière")
    at = clock.now() - timedelta(days=45)
    filed = town.filed_and_told("gien", DECLARATION, by=nadia, at=at)

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads(filed.number, "Votre demande est acceptée", "C’est une décision implicite")
    screen.does_not_read("0 h 00")
    assert screen.downloads("Certificat de décision implicite").startswith(b"%PDF")


def test_a_late_request_for_pieces_is_said_to_have_no_effect(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Colas")
    at = clock.now() - timedelta(days=40)
    filed = town.filed_and_told("gien", HOUSE, by=nadia, at=at)
    lucie = town.agent("gien", "instructor", name=("Lucie", "Barbier"))

    hers = arrives()
    hers.opens(f"/agent/gien/cases/{filed.case_id}/request_pieces")
    hers.signs_in(lucie.account, door="agent")
    hers.reads("Ce que cela fait au délai", "R423-41")
    hers.page.get_by_role("checkbox").first.check()
    hers.presses("Demander des pièces")
    hers.reads("La demande de pièces est enregistrée")
    hers.does_not_read("En pause")
