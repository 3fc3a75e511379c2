"""A bar for a fête: five authorisations a year for an association, all communes together."""

from pathlib import Path

from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.sign_decision import sign_decision
from services.cases.contracts import Filed
from services.foundation import clock
from tests.arranging import BRIARE, DRINKS, recipe_of_briare
from tests.journeys.conftest import Arrive
from tests.journeys.people import Inhabitant, Official
from tests.journeys.stories import day
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

WHY = "5 autorisations déjà accordées pour"
GIVEN_UP = "Message du 2 mars : la fête n’a pas lieu."


def asked(town: Town, slug: str, by: Inhabitant) -> Filed:
    """A request for one more fête, filed in that commune."""
    where = {"insee": BRIARE} if slug == "briare" else {}
    return town.filed(slug, DRINKS, by=by, at=clock.now(), **where)


def grants(town: Town, filed: Filed, *, proposed: Official, signed: Official) -> None:
    """Two agents grant it, as they would on their pages."""
    which = {"case_id": filed.case_id, "version": None, "at": clock.now()}
    reasons = {"law_reasons": "", "fact_reasons": ""}
    town.live(
        lambda db: propose_decision(db, sense="grant", by=proposed.at_work, **reasons, **which)
    )
    town.live(lambda db: sign_decision(db, by=signed.at_work, **which))


def test_the_sixth_is_refused_wherever_it_is_asked_for(
    arrives: Arrive, town: Town, tmp_path: Path
) -> None:
    town.welcomes(recipe_of_briare(tmp_path))
    nadia = town.resident("Nadia", "Pasquier")
    there = town.agent("gien", "instructor", name=("Lucie", "Colin"))
    mayor_there = town.agent("gien", "signatory", name=("Marc", "Henry"), quality="Maire")
    here = town.agent("briare", "instructor", name=("Anne", "Prévost"))
    mayor = town.agent("briare", "signatory", name=("Paul", "Leclerc"), quality="Maire")
    for _each in range(2):
        grants(town, asked(town, "briare", nadia), proposed=here, signed=mayor)
    for _each in range(3):
        given = asked(town, "gien", nadia)
        grants(town, given, proposed=there, signed=mayor_there)
    sixth = asked(town, "briare", nadia)

    hers, his = arrives(), arrives()
    hers.opens(f"/agent/briare/cases/{sixth.case_id}")
    hers.signs_in(here.account, door="agent")
    hers.reads("Registre des buvettes", "5 accordées sur 5", "toutes communes confondues")
    proposes(hers, "Accorder")
    his.opens(f"/agent/briare/cases/{sixth.case_id}/sign")
    his.signs_in(mayor.account, door="agent")
    his.presses("Signer la décision")
    his.reads("Rien n’est signé.", WHY, "(CSP L3334-2)")
    his.follows("Renvoyer à l’instruction")
    his.writes("Ce qu’il faut revoir", "Le plafond est atteint : proposer un refus.")
    his.presses("Renvoyer à l’instruction")

    hers.reloads()
    proposes(hers, "Refuser")
    his.opens(f"/agent/briare/cases/{sixth.case_id}/sign")
    his.reads("Votre demande est refusée", WHY, "(CSP L3334-2)")
    his.presses("Signer la décision")
    his.reads("La décision est signée.")

    screen = arrives()
    screen.opens(f"/requests/{sixth.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads("Votre demande est refusée")
    assert screen.downloads("Décision").startswith(b"%PDF")

    seventh = asked(town, "briare", nadia)
    another = arrives()
    another.opens(f"/agent/gien/cases/{given.case_id}")
    another.signs_in(mayor_there.account, door="agent")
    gives_back(another)
    screen.opens(f"/requests/{given.case_id}")
    screen.reads("L’accord est retiré")
    hers.opens(f"/agent/briare/cases/{seventh.case_id}")
    hers.reads("4 accordées sur 5")


def proposes(hers: Visitor, sense: str) -> None:
    """The reasons of a refusal are written already; a grant leaves them aside."""
    hers.follows("Proposer une décision")
    hers.reads("Le plafond de l’année est atteint")
    assert WHY in hers.field("Motifs de fait").input_value()
    hers.picks("Sens de la décision", sense)
    hers.presses("Proposer une décision")
    hers.reads("La décision est proposée à la signature.")


def gives_back(his: Visitor) -> None:
    """The association gives up its fête: the authorisation is withdrawn."""
    his.follows("Enregistrer une renonciation")
    his.presses("Enregistrer une renonciation")
    his.reads("Choisissez une réponse : Pourquoi", "Remplissez « Ce qui le fonde »")
    his.picks("Pourquoi", "La personne y renonce")
    his.writes("Retrait notifié le", day())
    his.writes("Ce qui le fonde", GIVEN_UP)
    his.presses("Enregistrer une renonciation")
    his.reads("Le retrait de l’accord est enregistré.", GIVEN_UP)
