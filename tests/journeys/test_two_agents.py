"""Two agents at once: the second is shown what changed, and nothing is overwritten."""

from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.town import Town


def test_the_second_of_two_agents_is_shown_what_the_first_did(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Texier")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=clock.now())
    lucie = town.agent("gien", "instructor", name=("Lucie", "Ferrand"))
    helene = town.agent("gien", "supervisor", name=("Hélène", "Roussel"))
    case = f"/agent/gien/cases/{filed.case_id}"

    first, second = arrives(), arrives()
    for screen, agent in ((first, lucie), (second, helene)):
        screen.opens(f"{case}/propose")
        screen.signs_in(agent.account, door="agent")
        screen.picks("Sens de la décision", "Accorder")

    first.presses("Proposer une décision")
    first.reads("La décision est proposée à la signature.")

    second.picks("Sens de la décision", "Refuser")
    second.writes("Motifs de droit", "Article 4 du règlement de voirie.")
    second.writes("Motifs de fait", "Le passage serait trop étroit.")
    second.presses("Proposer une décision")
    second.reads(
        "Ce dossier a changé pendant que vous écriviez",
        "Décision proposée",
        "Lucie Ferrand",
        "Refuser",
        "Article 4 du règlement de voirie.",
        "Le passage serait trop étroit.",
    )

    first.reloads()
    first.reads("Décision : Accord")
    second.opens(case)
    second.reads("Décision : Accord")
    second.does_not_read("Le passage serait trop étroit.")
