"""What the doors refuse: strangers, wrong roles, forged forms; each with a page that says so."""

from uuid import uuid4

from services.foundation import clock
from tests.arranging import BIN, OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.stories import says_who_she_is
from tests.journeys.town import Town

FORM = "/c/cc-giennoises/epci/bac-composteur/start?insee=45155"


def test_what_is_not_yours_does_not_exist(arrives: Arrive, town: Town) -> None:
    nadia, idriss = town.resident("Nadia", "Guérin"), town.resident("Idriss", "Perrot")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=clock.now())
    screen = arrives()
    screen.opens("/account")
    screen.signs_in(idriss.account, door="resident")
    told = set()
    for case_id in (filed.case_id, uuid4()):
        screen.opens(f"/requests/{case_id}")
        screen.is_on("Page introuvable")
        told.add(screen.page.get_by_role("main").inner_text())
    assert len(told) == 1, "a stranger's request and none at all get the same answer"
    screen.opens("/c/nulle-part")
    screen.is_on("Page introuvable")
    screen.opens("/communes/99999")
    screen.is_on("Page introuvable")
    screen.opens("/nulle-part")
    screen.is_on("Page introuvable")


def test_an_agent_sees_her_collectivity_and_her_role_only(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Meunier")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=clock.now())
    elsewhere = town.filed("cc-giennoises", BIN, by=nadia, at=clock.now())
    marc = town.agent("gien", "signatory", name=("Marc", "Joubert"), quality="Adjoint au maire")
    screen = arrives()
    screen.signs_in(marc.account, door="agent")

    screen.opens(f"/agent/gien/cases/{elsewhere.case_id}")
    screen.is_on("Page introuvable")
    screen.opens(f"/agent/cc-giennoises/cases/{elsewhere.case_id}")
    screen.is_on("Page introuvable")
    screen.opens("/administration")
    screen.is_on("Page introuvable")
    screen.opens(f"/agent/gien/cases/{filed.case_id}")
    assert not screen.page.get_by_role("link", name="Proposer une décision").count()
    screen.opens(f"/agent/gien/cases/{filed.case_id}/propose")
    assert not screen.page.get_by_role("button", name="Proposer une décision").count()


def test_a_forged_form_is_refused_and_keeps_nothing(arrives: Arrive, town: Town) -> None:
    screen = arrives()
    screen.opens(FORM)
    says_who_she_is(screen, town.resident("Nadia", "Vidal"))
    screen.page.evaluate("for (const one of document.getElementsByName('csrf')) one.value = 'x'")
    screen.presses("Continuer")
    screen.is_on("Envoyez cette page de nouveau")
    screen.reads("Votre session a changé depuis que vous l’avez ouverte.")
    screen.opens("/requests")
    screen.is_on("Vous n’avez pas encore de demande")


def test_too_many_at_once_are_asked_to_wait_and_lose_nothing(arrives: Arrive, town: Town) -> None:
    screen = arrives()
    screen.opens(FORM)
    says_who_she_is(screen, town.resident("Nadia", "Aubry"))
    screen.presses("Continuer")
    screen.follows("Étape précédente")
    address = screen.page.url
    for _ in range(125):  # a page gone wild: nothing in them is a form of ours
        screen.page.request.post(address, form={"go": "look"})
    screen.presses("Continuer")
    screen.is_on("Un instant, s’il vous plaît")
    kept = screen.page.locator("main input[type=hidden]")
    names = {kept.nth(turn).get_attribute("name") for turn in range(kept.count())}
    assert {"csrf", "revision", "requester.family_name"} <= names
    assert screen.page.locator("main [name='requester.family_name']").input_value() == "Aubry"
    assert screen.page.get_by_role("button", name="Envoyer de nouveau").count() == 1
