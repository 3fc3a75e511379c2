"""Pieces asked and given: the clock stops, then starts again (CRPA L114-5), on both sides."""

from datetime import timedelta

from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.town import Town
from tests.journeys.visitor import a_photo


def test_a_missing_plan_stops_the_clock_until_it_comes(arrives: Arrive, town: Town) -> None:
    ten_days_ago = clock.now() - timedelta(days=10)
    nadia = town.resident("Nadia", "Charpentier")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=ten_days_ago)
    lucie = town.agent("gien", "instructor", name=("Lucie", "Aubry"))

    hers = arrives()
    hers.opens(f"/agent/gien/cases/{filed.case_id}")
    hers.signs_in(lucie.account, door="agent")
    hers.is_on("Nadia Charpentier")
    hers.presses("Prendre en charge")
    hers.follows("Demander une pièce")
    hers.reads("Ce que cela fait au délai", "L114-5")
    hers.presses("Demander une pièce")
    hers.reads("Cochez au moins une pièce")
    hers.ticks("Plan de l’emplacement")
    hers.field("Ce qui manque ou ne convient pas : Plan de l’emplacement").fill("Plan illisible.")
    hers.presses("Demander une pièce")
    hers.reads("La demande de pièces est enregistrée", "c’est à l’usager d’agir", "En pause")

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads("À vous : il manque Plan de l’emplacement", "Plan illisible.", "En pause")
    assert screen.downloads("Demande de pièces").startswith(b"%PDF")
    screen.presses("Envoyer les pièces")
    screen.reads("Choisissez un fichier à envoyer")
    screen.attaches("Plan de l’emplacement", ("plan.png", b"not an image at all", "image/png"))
    screen.presses("Envoyer les pièces")
    assert screen.page.get_by_role("alert").count() == 1, "the refused file is told"
    screen.attaches("Plan de l’emplacement", a_photo("plan.png"))
    screen.presses("Envoyer les pièces")
    screen.reads("Vos pièces sont bien arrivées.", "Nous avons reçu vos pièces.")
    screen.does_not_read("En pause")

    hers.opens(f"/agent/gien/cases/{filed.case_id}")
    hers.reads("plan.png", "Pièces reçues")
    hers.does_not_read("En pause")
    hers.page.get_by_text("Chaque date et sa règle").click()
    hers.reads("L114-5")
