"""Hand-over: a request filed with the wrong authority reaches the right one in one act."""

from datetime import timedelta

from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.town import Town


def test_a_misdirected_request_goes_on_where_it_should_have_gone(
    arrives: Arrive, town: Town
) -> None:
    nadia = town.resident("Nadia", "Perrin")
    filed = town.filed_and_told("gien", OCCUPATION, by=nadia, at=clock.now() - timedelta(days=5))
    lucie = town.agent("gien", "instructor", name=("Lucie", "Fabre"))
    hugo = town.agent("loiret", "instructor", name=("Hugo", "Masson"))

    hers = arrives()
    hers.opens(f"/agent/gien/cases/{filed.case_id}")
    hers.signs_in(lucie.account, door="agent")
    hers.follows("Transmettre à l’autorité compétente")
    hers.reads("Ce que cela fait au délai", "L114-3")
    hers.presses("Transmettre à l’autorité compétente")
    hers.reads("Remplissez « Pourquoi »")
    hers.picks("À qui transmettre", "Département du Loiret")
    hers.writes("Pourquoi", "La rue est une route départementale, hors agglomération.")
    hers.presses("Transmettre à l’autorité compétente")
    hers.reads("La demande est transmise", "Transmise le", "Département du Loiret")

    new = town.await_received(filed, by=nadia)
    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads("Votre demande est transmise à", "vous n’avez rien à refaire")
    assert screen.downloads("Transmission à la collectivité compétente").startswith(b"%PDF")
    screen.follows("Suivre ma demande là où elle est")
    screen.reads("Déposée d’abord auprès de : Ville de Gien", filed.number)
    assert screen.downloads("Accusé de réception").startswith(b"%PDF")

    his = arrives()
    his.opens(f"/agent/loiret/cases/{new}")
    his.signs_in(hugo.account, door="agent")
    his.reads("Déposée d’abord auprès de : Ville de Gien", "Reçue d’une autre collectivité")
