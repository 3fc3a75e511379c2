"""A supervisor gives a case to a colleague, who finds it among hers."""

from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.looking import PHONE
from tests.journeys.town import Town


def test_a_case_is_given_and_given_on(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Marchal")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=clock.now())
    head = town.agent("gien", "supervisor", name=("Paul", "Marchal"), quality="Chef de service")
    lucie = town.agent("gien", "instructor", name=("Lucie", "Marchal"))
    omar = town.agent("gien", "instructor", name=("Omar", "Marchal"), quality="Instructeur")

    his = arrives()
    his.opens(f"/agent/gien/cases/{filed.case_id}")
    his.signs_in(head.account, door="agent")
    his.follows("Confier à un collègue")
    his.presses("Confier à un collègue")
    his.reads("Choisissez une personne")
    his.picks("À qui", "Lucie Marchal, Instructrice")
    his.presses("Confier à un collègue")
    his.reads(
        "Le dossier est confié.",
        "Lucie Marchal suit ce dossier",
        "Dossier confié",
        "à Lucie Marchal",
    )

    hers = arrives(viewport=PHONE)
    hers.signs_in(lucie.account, door="agent")
    hers.opens("/agent/gien/cases?view=mine")
    hers.follows(filed.number)
    hers.reads("Lucie Marchal suit ce dossier", "Prendre en charge")
    # Meanwhile her chief gives it to somebody else: her page is stale, and says so.
    hers.follows("Confier à un collègue")
    his.follows("Confier à un collègue")
    his.picks("À qui", "Omar Marchal, Instructeur")
    his.presses("Confier à un collègue")
    hers.picks("À qui", "Paul Marchal, Chef de service")
    hers.presses("Confier à un collègue")
    hers.reads("Ce dossier a changé pendant que vous écriviez", "Omar Marchal")
    hers.opens("/agent/gien/cases?view=mine")
    assert not hers.page.get_by_role("link", name=filed.number).count()
    assert omar.account.username
