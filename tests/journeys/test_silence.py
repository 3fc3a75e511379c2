"""Silence: nobody answered for two months, so the request is accepted, and a paper says so."""

from datetime import timedelta

from services.foundation import clock
from tests.arranging import BIN
from tests.journeys.conftest import Arrive
from tests.journeys.town import Town


def test_two_silent_months_accept_a_request_and_certify_it(arrives: Arrive, town: Town) -> None:
    two_months_ago = clock.now() - timedelta(days=70)
    nadia = town.resident("Nadia", "Blanchard")
    filed = town.filed("cc-giennoises", BIN, by=nadia, at=two_months_ago)
    karim = town.agent("cc-giennoises", "instructor", name=("Karim", "Lemoine"))

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads("Votre demande est acceptée", "C’est une décision implicite")
    assert screen.downloads("Certificat de décision implicite").startswith(b"%PDF")
    screen.follows("Mes demandes")
    screen.reads("Demande acceptée sans réponse écrite")

    his = arrives()
    his.opens(f"/agent/cc-giennoises/cases/{filed.case_id}")
    his.signs_in(karim.account, door="agent")
    his.reads("Accord tacite", "Décision tacite constatée", "par l’effet de la loi")
    assert not his.page.get_by_role("link", name="Répondre").count()
    assert len(town.await_mails(nadia.account.username, 1)) >= 1
