"""File and follow: the right door, a form page by page, a number, a receipt, a mail, a list."""

from email.message import EmailMessage
from typing import Any

import pytest

from tests.arranging import BIN as BIN_ID
from tests.journeys.conftest import Arrive
from tests.journeys.looking import PHONE
from tests.journeys.stories import (
    BIN,
    begins,
    finds_her_commune,
    says_what_is_broken,
    says_where_she_lives,
    says_who_she_is,
    sends,
)
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

BROWSERS: dict[str, dict[str, Any]] = {
    "on a desk": {},
    "without scripts": {"scripts": False},
    "on a phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.mark.parametrize("browser_is", BROWSERS)
def test_a_resident_asks_for_a_bin_and_follows_her_request(
    arrives: Arrive, town: Town, browser_is: str
) -> None:
    nadia = town.resident("Nadia", "Lemoine")
    screen = arrives(**BROWSERS[browser_is])

    finds_her_commune(screen)
    screen.reads("Qui vous répond à Gien", "CC Giennoises", "Loiret")
    begins(screen, BIN)

    says_who_she_is(screen, nadia)
    screen.writes("Code postal", "4550")
    screen.presses("Continuer")
    screen.reads("Il reste 1 point à corriger")
    sentence = "Écrivez les 5 chiffres du code postal, par exemple 45500"
    assert screen.page.get_by_text(sentence).count() == 2, "in the summary and at the field"
    screen.page.get_by_role("link", name=sentence).click()
    assert screen.field("Code postal").get_attribute("aria-invalid") == "true"
    screen.writes("Code postal", "45500")
    screen.presses("Continuer")

    screen.is_on("Le logement")
    assert screen.field("Commune de livraison").input_value().startswith("Gien")
    says_where_she_lives(screen)
    says_what_is_broken(screen)
    screen.reads("14 rue des Tanneurs", "180 litres", "bac.png")

    number = sends(screen, "Je certifie que ces renseignements sont exacts")
    assert screen.downloads("Accusé de réception").startswith(b"%PDF")
    [mail] = town.await_mails(nadia.account.username, 1)
    carries_a_link_and_nothing_personal(mail, town)

    screen.follows("Mes demandes")
    screen.reads(BIN, number, "Réponse au plus tard le")
    screen.follows("Se connecter")
    screen.signs_in(nadia.account, door="resident")
    screen.is_on("Mes demandes")
    screen.reads(number)
    screen.follows(BIN)
    follows_her_request(screen, number)


def follows_her_request(screen: Visitor, number: str) -> None:
    screen.is_on(BIN)
    screen.reads(number, "Où en est votre demande", "Qui s’en occupe")
    assert screen.downloads("Accusé de réception").startswith(b"%PDF")
    screen.page.get_by_text("Relire ce que vous avez envoyé").click()
    screen.reads("GI-204518")


def carries_a_link_and_nothing_personal(mail: EmailMessage, town: Town) -> None:
    said = "".join(
        part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
    )
    assert f"{town.base_url}/requests/" in said
    for personal in ("Lemoine", "Tanneurs", "06 39 98", "GI-204518"):
        assert personal not in said, f"{personal} travels in a mail"


def test_a_double_click_files_once(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Dupré")
    review = f"/c/cc-giennoises/drafts/{town.draft('cc-giennoises', BIN_ID, by=nadia)}/review"
    screen = arrives(scripts=False)
    screen.opens("/account")
    screen.signs_in(nadia.account, door="resident")

    screen.opens(review)
    screen.ticks("Je certifie que ces renseignements sont exacts")
    screen.picks("Comment voulez-vous recevoir la réponse ?", "Sur ce portail")
    with screen.page.expect_navigation(url="**/filed"):
        screen.page.get_by_role("button", name="Envoyer la demande").dblclick()
    number = screen.page.locator(".pv-number__value").inner_text()

    screen.follows("Mes demandes")
    screen.reads(number)
    assert screen.page.get_by_role("main").get_by_role("heading", level=3).count() == 1
