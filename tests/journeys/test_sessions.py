"""Signed out: on every device at once; in the middle of a form, without losing what was kept."""

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.stories import says_who_she_is
from tests.journeys.town import Town


def test_signing_out_signs_out_everywhere(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Pelletier")
    here, there = arrives(), arrives()
    for screen in (here, there):
        screen.opens("/account")
        screen.signs_in(nadia.account, door="resident")
        screen.is_on("Mon compte")

    here.presses("Se déconnecter partout")
    here.is_on("Une seule porte pour vos démarches")

    there.opens("/account")
    expect(there.page.locator("#password")).to_be_visible()
    there.signs_in(nadia.account, door="resident")
    there.is_on("Mon compte")


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    arrives: Arrive, town: Town
) -> None:
    nadia = town.resident("Nadia", "Fournier")
    screen = arrives()
    screen.opens("/account")
    screen.signs_in(nadia.account, door="resident")
    screen.opens("/c/cc-giennoises/epci/bac-composteur/start?insee=45155")
    says_who_she_is(screen, nadia)
    screen.presses("Continuer")
    screen.is_on("Le logement")
    screen.picks("Type de logement", "Maison")
    screen.writes("Nombre de personnes dans le logement", "7")

    elsewhere = arrives()
    elsewhere.opens("/account")
    elsewhere.signs_in(nadia.account, door="resident")
    elsewhere.presses("Se déconnecter partout")

    screen.presses("Continuer")
    screen.is_on("Votre session a pris fin")
    screen.reads("Ce que vous aviez tapé est gardé ici")
    screen.follows_beside("Se connecter (nouvel onglet)")
    screen.signs_in(nadia.account, door="resident")
    screen.comes_back()
    screen.presses("Envoyer de nouveau")
    screen.is_on("Envoyez cette page de nouveau")
    screen.presses("Envoyer de nouveau")
    screen.is_on("Le logement")
    assert screen.field("Nombre de personnes dans le logement").input_value() == "7"
    screen.goes_by(screen.page.get_by_role("link", name="Vous", exact=True))
    assert screen.field("Numéro et voie").input_value() == "14 rue des Tanneurs"
