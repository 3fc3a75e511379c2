"""A grant taken back: its holder was heard, the letter says why and how to contest."""

from datetime import datetime, timedelta

from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.record_notification import record_notification
from services.cases.actions.sign_decision import sign_decision
from services.cases.contracts import Filed
from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.journeys.conftest import Arrive
from tests.journeys.looking import PHONE
from tests.journeys.people import Official
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

LAW = "Article 4 du règlement de voirie : un passage libre de 1,40 m est conservé."
FACT = "Le trottoir mesure 1,60 m : il ne reste que 0,40 m aux piétons."
ANSWERED = "La benne ne gêne personne, et elle part le 15."


def days_ago(number: int) -> datetime:
    return clock.now() - timedelta(days=number)


def typed(at: datetime) -> str:
    return f"{at:%d/%m/%Y}"


def granted(town: Town, filed: Filed, *, proposed: Official, signed: Official) -> None:
    """Two agents granted it twelve days ago."""
    which = {"case_id": filed.case_id, "version": None, "at": days_ago(12)}
    reasons = {"law_reasons": "", "fact_reasons": ""}
    town.live(
        lambda db: propose_decision(db, sense="grant", by=proposed.at_work, **reasons, **which)
    )
    town.live(lambda db: sign_decision(db, by=signed.at_work, **which))


def revokes(his: Visitor) -> None:
    """Refused at first, for want of an invitation; read over, then signed."""
    his.follows("Retirer l’accord")
    his.reads("Ce que demande un retrait", "CRPA L242-1", "CRPA L121-1, L122-1", "CRPA L211-2, 4°")
    his.writes("Motifs de droit", LAW)
    his.writes("Motifs de fait", FACT)
    his.presses("Retirer l’accord")
    his.reads("la personne est invitée à présenter ses observations", "(CRPA L121-1)")
    his.writes("Observations demandées le", typed(clock.now()))
    his.presses("Retirer l’accord")
    his.reads("la personne doit avoir eu le temps de répondre")
    his.writes("Observations demandées le", typed(days_ago(8)))
    his.writes("Ce que la personne a répondu", ANSWERED)
    his.presses("Relire la lettre")
    his.reads("L’accord qui vous a été donné est retiré", "une invitation vous a été faite le")
    his.presses("Retirer l’accord")
    his.reads("L’accord est retiré ; la lettre se prépare.", "Retrait de l’accord signé", FACT)


def test_on_the_portal_its_holder_reads_why(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Guérin")
    lucie = town.agent("gien", "instructor", name=("Lucie", "Brun"))
    mayor = town.agent("gien", "signatory", name=("Marc", "Leroux"), quality="Maire")
    filed = town.filed("gien", OCCUPATION, by=nadia, at=days_ago(20))
    granted(town, filed, proposed=lucie, signed=mayor)

    his = arrives()
    his.opens(f"/agent/gien/cases/{filed.case_id}")
    his.signs_in(mayor.account, door="agent")
    revokes(his)

    screen = arrives(viewport=PHONE)
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads("L’accord est retiré", "tribunal administratif", "est dans vos documents")
    assert screen.downloads("Retrait de l’accord").startswith(b"%PDF")
    mails = town.await_mails(nadia.account.username, 3)
    assert "l’accord est retiré" in str(mails[-1]["Subject"])
    his.reloads()
    his.reads("Décision ouverte sur le portail")


def test_by_post_it_stands_until_the_letter_is_presented(arrives: Arrive, town: Town) -> None:
    omar = town.resident("Omar", "Guérin")
    lucie = town.agent("gien", "instructor", name=("Lucie", "Blin"))
    mayor = town.agent("gien", "signatory", name=("Marc", "Leblanc"), quality="Maire")
    filed = town.filed("gien", OCCUPATION, by=omar, at=days_ago(20), electronic=False)
    granted(town, filed, proposed=lucie, signed=mayor)
    town.live(
        lambda db: record_notification(
            db,
            case_id=filed.case_id,
            version=None,
            notified_on=days_ago(10).date(),
            means="registered_letter",
            by=lucie.at_work,
            at=days_ago(9),
        )
    )

    his = arrives()
    his.opens(f"/agent/gien/cases/{filed.case_id}")
    his.signs_in(mayor.account, door="agent")
    revokes(his)
    his.reads("Retrait à notifier par courrier")

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(omar.account, door="resident")
    screen.reads("L’accord va vous être retiré", "La lire ici ne vous la notifie pas")
    screen.reads("Retrait de l’accord décidé, envoyé par courrier", "Réception de la lettre")
    assert screen.downloads("Retrait de l’accord").startswith(b"%PDF")
    his.reloads()
    his.reads("sur le portail, ce qui ne notifie pas", "Retrait à notifier par courrier")

    his.follows("Enregistrer la notification par courrier")
    his.writes("Reçue le", typed(clock.now()))
    his.picks("Moyen de notification", "Lettre recommandée")
    his.presses("Enregistrer la notification par courrier")
    his.reads("La notification est enregistrée.", "Accord retiré")
    screen.reloads()
    screen.reads("L’accord est retiré", "Elle vous a été notifiée le", "tribunal administratif")
