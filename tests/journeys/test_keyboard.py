"""Keyboard alone: every stop is seen, errors are reached, a page is filled in and sent."""

from tests.journeys.conftest import Arrive
from tests.journeys.stories import BIN
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

MOST_STOPS = 80
_STOP = """() => {
  const one = document.activeElement;
  const shown = [one, one.closest("label, .pv-choice")].filter(Boolean).map(getComputedStyle);
  return {
    name: [...(one.labels ?? [])].map((label) => label.innerText).join(" ") || one.innerText || "",
    seen: shown.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none"),
  };
}"""


def reaches(screen: Visitor, name: str) -> None:
    """Press Tab until the stop of this name; each stop on the way can be seen."""
    for _ in range(MOST_STOPS):
        screen.page.keyboard.press("Tab")
        stop = screen.page.evaluate(_STOP)
        assert stop["seen"], f"no focus is seen on « {stop['name']} »"
        if stop["name"].strip().startswith(name):
            return
    raise AssertionError(f"« {name} » is not reached with the keyboard")


def types(screen: Visitor, label: str, text: str) -> None:
    reaches(screen, label)
    screen.page.keyboard.press("ControlOrMeta+a")
    screen.page.keyboard.type(text)


def arrives_by(screen: Visitor, key: str) -> None:
    with screen.page.expect_navigation():
        screen.page.keyboard.press(key)


def test_a_form_is_gone_through_without_a_mouse(arrives: Arrive, town: Town) -> None:
    screen = arrives()
    screen.opens("/c/cc-giennoises/epci/bac-composteur?insee=45155")
    screen.is_on(BIN)
    reaches(screen, "Aller au contenu")
    screen.page.keyboard.press("Enter")
    reaches(screen, "Commencer la demande")
    arrives_by(screen, "Enter")

    screen.is_on("Vous")
    types(screen, "Nom", "Lemoine")
    types(screen, "Prénom", "Nadia")
    types(screen, "Adresse électronique", "nadia@courriel.example")
    types(screen, "Numéro et voie", "14 rue des Tanneurs")
    types(screen, "Code postal", "455")
    types(screen, "Commune", "Gien")
    arrives_by(screen, "Enter")

    assert "pv-errors" in screen.page.evaluate("document.activeElement.className"), (
        "focus on errors"
    )
    reaches(screen, "Écrivez les 5 chiffres du code postal")
    screen.page.keyboard.press("Enter")
    assert screen.page.evaluate("document.activeElement.name") == "requester.address.postcode"
    screen.page.keyboard.press("ControlOrMeta+a")
    screen.page.keyboard.type("45500")
    arrives_by(screen, "Enter")

    screen.is_on("Le logement")
    reaches(screen, "Oui")
    screen.page.keyboard.press("Space")
    reaches(screen, "Maison")
    screen.page.keyboard.press("Space")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("ArrowUp")
    types(screen, "Nombre de personnes", "3")
    reaches(screen, "Continuer")
    arrives_by(screen, "Enter")
    screen.is_on("Votre demande")
