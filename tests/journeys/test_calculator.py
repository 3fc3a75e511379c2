"""Calculating a delay: an agent questions the law, on a screen and on paper."""

from urllib.parse import urlencode

from tests.journeys.conftest import Arrive
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

AT = "/agent/gien/delays?"
SILENT = {
    "regime": "public-domain",
    "filed": "03/03/2027",
    "what0": "pieces_asked",
    "at0": "20/03/2027",
    "other0": "20/04/2027",
    "what1": "pieces_given",
    "at1": "02/04/2027",
    "what2": "reasons_asked",
    "at2": "01/06/2027",
    "what3": "reasons_given",
    "at3": "20/06/2027",
    "residence": "abroad",
    "on": "01/07/2027",
}
PLANNING = {
    "regime": "planning-dp",
    "filed": "03/03/2027",
    "what0": "receipt_sent",
    "at0": "03/03/2027",
    "what1": "pieces_asked",
    "at1": "20/03/2027",
    "what2": "pieces_given",
    "at2": "10/04/2027",
    "what3": "delay_extended",
    "at3": "15/04/2027",
    "detail3": "months_1",
    "on": "20/04/2027",
}
MANY = {
    **PLANNING,
    "regime": "planning-pcmi",
    **{
        name: value
        for number in range(4, 20, 2)
        for name, value in (
            (f"what{number}", "opinion_asked"),
            (f"at{number}", f"{number + 2:02}/04/2027"),
            (f"what{number + 1}", "opinion_received"),
            (f"at{number + 1}", f"{number + 4:02}/04/2027"),
            (f"detail{number + 1}", "favourable"),
        )
    },
    "on": "30/04/2027",
}


def test_every_date_is_given_with_its_article_and_its_reason(arrives: Arrive, town: Town) -> None:
    lucie = town.agent("gien", "instructor", name=("Lucie", "Marty"))
    hers = arrives()
    hers.signs_in(lucie.account, door="agent")
    hers.follows("Calcul des délais")
    hers.is_on("Calculer un délai")
    hers.reads("Commencez par la date de la demande")
    hers.writes("Demande reçue le", "31/02/2027")
    hers.presses("Calculer")
    hers.reads("Indiquez un jour qui existe, par exemple 14/03/2027")

    hers.opens(AT + urlencode(SILENT))
    hers.reads("Recours possible jusqu’au", "21 octobre 2027", "Chaque date et sa règle")
    on_paper(hers)
    hers.opens(AT + urlencode({**SILENT, "at1": "02/13/2027", "what4": "", "at4": "01/07/2027"}))
    hers.reads("Il reste 2 points à corriger", "Choisissez ce qui s’est passé ce jour-là")


def test_a_planning_file_is_told_with_its_two_clocks(arrives: Arrive, town: Town) -> None:
    lucie = town.agent("gien", "instructor", name=("Lucie", "Perrot"))
    hers = arrives()
    hers.opens(AT + urlencode(PLANNING))
    hers.signs_in(lucie.account, door="agent")
    hers.reads("C. urb. R423-22, R423-38", "Ce qui ferait encore bouger ces dates")
    hers.opens(AT + urlencode(MANY))
    hers.reads("Chaque date et sa règle")


def on_paper(hers: Visitor) -> None:
    """Printed, only the dates are left: no menu, no form."""
    hers.page.emulate_media(media="print")
    hers.reads("Chaque date et sa règle", "CRPA L232-4")
    hers.does_not_read("Ajouter un fait", "Accessibilité", "Quitter")
    hers.page.emulate_media(media="screen")
