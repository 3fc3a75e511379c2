"""Who supervises sees who opened a case; the others have no such page."""

from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.town import Town


def test_a_supervisor_sees_who_opened_a_case(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Chauvet")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=clock.now())
    lucie = town.agent("gien", "instructor", name=("Lucie", "Barbier"))
    helene = town.agent("gien", "supervisor", name=("Hélène", "Morin"))

    reader, supervisor = arrives(), arrives(scripts=False)
    reader.opens(f"/agent/gien/cases/{filed.case_id}")
    reader.signs_in(lucie.account, door="agent")
    reader.does_not_read("Consultations")

    supervisor.opens("/agent/gien/cases")
    supervisor.signs_in(helene.account, door="agent")
    supervisor.follows("Consultations")
    supervisor.is_on("Consultations des dossiers")
    supervisor.writes("Numéro de dossier", filed.number)
    supervisor.presses("Filtrer")
    supervisor.reads(filed.number, "Lucie Barbier", "instruction", "le dossier")
    supervisor.does_not_read("Chauvet")

    supervisor.writes("Jour (JJ/MM/AAAA)", "demain")
    supervisor.presses("Filtrer")
    supervisor.reads("Écrivez le jour comme 14/04/2026.")
    supervisor.writes("Jour (JJ/MM/AAAA)", "01/01/2020")
    supervisor.presses("Filtrer")
    supervisor.is_on("Consultations des dossiers")
    supervisor.reads("Aucune consultation")
    supervisor.follows("Effacer les filtres")
    supervisor.follows(filed.number)
    supervisor.reads("Nadia Chauvet")
