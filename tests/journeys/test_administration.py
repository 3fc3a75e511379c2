"""Administration, to be read: collectivities and their state, procedures adopted, agents."""

from tests.journeys.conftest import Arrive
from tests.journeys.town import Town


def test_an_it_administrator_reads_who_is_on_board(arrives: Arrive, town: Town) -> None:
    screen = arrives()
    screen.signs_in(town.administrator(), door="agent")
    screen.is_on("Collectivités")
    screen.reads("Gien", "Communauté des Communes Giennoises", "Loiret")
    screen.follows("Ville de Gien")
    screen.reads("45155")
    screen.follows("Catalogue")
    screen.reads("Demander un bac ou un composteur")
    screen.follows("Agents")
    screen.is_on("Agents")
