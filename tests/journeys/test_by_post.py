"""A refusal that goes by post, read on the portal before: its resident knows what that is not."""

from datetime import timedelta

from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.sign_decision import sign_decision
from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.looking import PHONE
from tests.journeys.town import Town


def test_reading_it_here_is_not_receiving_it(arrives: Arrive, town: Town) -> None:
    omar = town.resident("Omar", "Fabre")
    lucie = town.agent("gien", "instructor", name=("Lucie", "Fabre"))
    mayor = town.agent("gien", "signatory", name=("Marc", "Fabre"), quality="Maire")
    at = clock.now() - timedelta(days=5)
    filed = town.filed("gien", OCCUPATION, by=omar, at=at, electronic=False)
    which = {"case_id": filed.case_id, "version": None, "at": at}
    reasons = {"law_reasons": "Règlement de voirie, article 12.", "fact_reasons": "Trop étroit."}
    town.live(
        lambda db: propose_decision(db, sense="refusal", by=lucie.at_work, **reasons, **which)
    )
    town.live(lambda db: sign_decision(db, by=mayor.at_work, **which))

    screen = arrives(viewport=PHONE)
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(omar.account, door="resident")
    screen.reads("Une décision est prise : elle vous arrive par courrier")
    screen.reads("La lire ici ne vous la notifie pas", "(CRPA L112-15)", "Réception de la lettre")
    screen.does_not_read("tribunal administratif")
    assert screen.downloads("Décision").startswith(b"%PDF")
    screen.reads("copie de la lettre envoyée par courrier")

    hers = arrives()
    hers.opens(f"/agent/gien/cases/{filed.case_id}")
    hers.signs_in(lucie.account, door="agent")
    hers.reads("sur le portail, ce qui ne notifie pas", "À notifier par courrier")
    hers.does_not_read("Décision ouverte sur le portail")
    hers.follows("Enregistrer la notification par courrier")
    hers.writes("Reçue le", f"{clock.now():%d/%m/%Y}")
    hers.picks("Moyen de notification", "Lettre recommandée")
    hers.presses("Enregistrer la notification par courrier")
    hers.reads("La notification est enregistrée.")
    screen.reloads()
    screen.reads("Votre demande est refusée", "Elle vous a été notifiée le")
    screen.reads("tribunal administratif")
