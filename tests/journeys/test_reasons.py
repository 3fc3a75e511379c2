"""Reasons: nobody answered, so the request is refused; its resident asks why, and is told."""

import re
from datetime import timedelta

from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.looking import PHONE
from tests.journeys.stories import day
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor, a_photo

LAW = "Article 4 du règlement de voirie : un passage libre de 1,40 m est conservé."
FACT = "Le trottoir mesure 1,60 m : il ne resterait que 0,40 m aux piétons."
# Two months and some days ago: refused by silence, the delay of appeal still open.
LONG_AGO = timedelta(days=80)


def asks_why(screen: Visitor) -> None:
    """From the page of her request, once she has read what asking brings."""
    screen.reads("Votre demande est refusée", "C’est une décision implicite")
    screen.follows("Demander les motifs")
    screen.is_on("Demander les motifs du refus ?")
    screen.reads("CRPA L232-4", "Votre délai pour contester reste ouvert")
    screen.presses("Demander les motifs")
    screen.reads("Votre demande de motifs est enregistrée.", "Motifs en préparation")


def writes_why(hers: Visitor, number: str) -> None:
    """From the work list, where the case is back, to the letter."""
    hers.opens("/agent/gien/cases?view=all")
    hers.reads("motifs à communiquer")
    hers.follows(number)
    hers.reads("Refus tacite : les motifs sont dus au plus tard le")
    hers.follows("Communiquer les motifs")
    hers.reads("Ce que cela fait au délai", "CRPA L232-4")
    hers.writes("Motifs de droit", LAW)
    hers.presses("Communiquer les motifs")
    hers.reads("Remplissez « Motifs de fait »")
    hers.writes("Motifs de fait", FACT)
    hers.presses("Communiquer les motifs")
    hers.reads("Les motifs sont enregistrés ; la lettre se prépare.")


def test_who_asks_why_is_told_and_has_two_more_months(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Vasseur")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=clock.now() - LONG_AGO)
    lucie = town.agent("gien", "instructor", name=("Lucie", "Meunier"))

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    before = appeal_told(screen)
    asks_why(screen)

    hers = arrives()
    hers.signs_in(lucie.account, door="agent")
    writes_why(hers, filed.number)
    hers.opens("/agent/gien/cases?view=all")
    assert not hers.page.get_by_role("link", name=filed.number).count()

    screen.reloads()
    assert screen.downloads("Motifs du refus").startswith(b"%PDF")
    screen.reads("Ses motifs vous ont été communiqués le")
    assert appeal_told(screen) != before
    # Receipt, silence, request for reasons, reasons.
    assert len(town.await_mails(nadia.account.username, 4)) == 4


def test_reasons_sent_by_post_count_from_the_day_they_are_received(
    arrives: Arrive, town: Town
) -> None:
    omar = town.resident("Omar", "Besson")
    filed = town.filed("gien", OCCUPATION, by=omar, at=clock.now() - LONG_AGO, electronic=False)
    lucie = town.agent("gien", "instructor", name=("Lucie", "Roche"))

    screen = arrives(viewport=PHONE)
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(omar.account, door="resident")
    asks_why(screen)

    hers = arrives()
    hers.signs_in(lucie.account, door="agent")
    writes_why(hers, filed.number)
    hers.reads("la lettre des motifs est à envoyer, puis sa réception à enregistrer")
    screen.reloads()
    screen.reads("Motifs envoyés par courrier")

    hers.follows("Enregistrer la réception des motifs")
    hers.presses("Enregistrer la réception des motifs")
    hers.reads("Indiquez un jour, par exemple 14/03/2027")
    hers.writes("Reçus le", day())
    hers.picks("Moyen d’envoi", "Lettre recommandée")
    hers.presses("Enregistrer la réception des motifs")
    hers.reads("La réception est enregistrée ; le délai de recours court.")
    screen.reloads()
    screen.reads("Ses motifs vous ont été communiqués le")
    assert appeal_told(screen)


def test_asked_for_by_letter_they_are_owed_all_the_same(arrives: Arrive, town: Town) -> None:
    ines = town.resident("Inès", "Charpentier")
    filed = town.filed("gien", OCCUPATION, by=ines, at=clock.now() - LONG_AGO)
    lucie = town.agent("gien", "instructor", name=("Lucie", "Perrin"))
    hers = arrives()
    hers.opens(f"/agent/gien/cases/{filed.case_id}")
    hers.signs_in(lucie.account, door="agent")
    hers.follows("Enregistrer une demande de motifs")
    hers.reads("Ce que cela fait au délai", "CRPA L232-4")
    hers.writes("Demande reçue le", f"{clock.now() - LONG_AGO:%d/%m/%Y}")
    hers.attaches("Lettre numérisée", a_photo("lettre.png"))
    hers.presses("Enregistrer une demande de motifs")
    hers.reads("La demande n’était pas encore refusée ce jour-là", "Choisissez à nouveau")
    hers.writes("Demande reçue le", f"{clock.now():%d/%m/%Y}")
    hers.attaches("Lettre numérisée", a_photo("lettre.png"))
    hers.presses("Enregistrer une demande de motifs")
    hers.reads("La demande est enregistrée : les motifs sont dus.", "Lettre de demande de motifs")
    writes_why(hers, filed.number)

    screen = arrives(viewport=PHONE)
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(ines.account, door="resident")
    screen.reads("Nous avons reçu votre demande de connaître les motifs du refus.")
    assert screen.downloads("Motifs du refus").startswith(b"%PDF")
    screen.reads("Ses motifs vous ont été communiqués le", "lettre.png")


def appeal_told(screen: Visitor) -> str:
    """Until when she reads that she may go to court."""
    told = re.search(r"tribunal administratif d’ici au ([^(]+)\(", screen.page.inner_text("main"))
    assert told is not None
    return told[1]
