"""Hand-over: a request filed with the wrong authority reaches the right one in one act."""

import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from services.cases.actions.claim_case import claim_case
from services.cases.contracts import Filed
from services.foundation import clock
from tests.arranging import OCCUPATION
from tests.handing import BRIARE, WHY
from tests.journeys.conftest import Arrive
from tests.journeys.people import Inhabitant, Official
from tests.journeys.stories import day
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

ACT = "Transmettre à l’autorité compétente"
ELSEWHERE = "Une autre autorité, nommée ci-dessous"


@pytest.fixture
def nadia(town: Town) -> Inhabitant:
    return town.resident("Nadia", "Perrin")


@pytest.fixture
def filed(town: Town, nadia: Inhabitant) -> Filed:
    """What Nadia filed with Gien five days ago."""
    at = clock.now() - timedelta(days=5)
    return town.filed_and_told("gien", OCCUPATION, by=nadia, at=at)


@pytest.fixture
def lucie(town: Town) -> Official:
    return town.agent("gien", "instructor", name=("Lucie", "Fabre"))


def opens_case(someone: Visitor, who: Official, case_id: object) -> None:
    someone.opens(f"/agent/{who.tenant.slug}/cases/{case_id}")
    someone.signs_in(who.account, door="agent")


def names_briare(someone: Visitor, *, email: str = BRIARE.email) -> None:
    """The authority that is not on board, on the page of the act."""
    someone.picks("À qui transmettre", ELSEWHERE)
    someone.writes("Nom de l’autorité", BRIARE.name)
    someone.writes("Adresse électronique de l’autorité", email)
    someone.writes("Adresse postale de l’autorité", BRIARE.address)
    someone.writes("Pourquoi", "La rue est à Briare.")


def test_a_misdirected_request_goes_on_where_it_should_have_gone(
    arrives: Arrive, town: Town, nadia: Inhabitant, filed: Filed, lucie: Official
) -> None:
    hugo = town.agent("loiret", "instructor", name=("Hugo", "Masson"))

    hers = arrives()
    opens_case(hers, lucie, filed.case_id)
    hers.follows(ACT)
    hers.reads("Ce que cela fait au délai", "L114-3")
    hers.presses(ACT)
    hers.reads("Remplissez « Pourquoi »")
    hers.picks("À qui transmettre", "Département du Loiret")
    hers.writes("Pourquoi", WHY)
    hers.presses(ACT)
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
    screen.opens(f"/requests?number={filed.number}")
    screen.reads("auparavant", filed.number)

    his = arrives()
    opens_case(his, hugo, new)
    his.reads("Déposée d’abord auprès de : Ville de Gien", "Reçue d’une autre collectivité")
    his.opens("/agent/loiret/cases?view=all")
    his.writes("Numéro de dossier", filed.number)
    his.presses("Filtrer")
    his.reads("auparavant", filed.number)


def test_a_request_for_an_authority_that_is_not_on_board_leaves_with_its_proof(
    arrives: Arrive, town: Town, nadia: Inhabitant, filed: Filed, lucie: Official
) -> None:
    hers = arrives()
    opens_case(hers, lucie, filed.case_id)
    hers.follows(ACT)
    names_briare(hers)
    hers.presses(ACT)
    hers.reads("La demande est transmise", BRIARE.name)
    hers.awaits(hers.page.get_by_text("Le serveur de messagerie a pris le courriel"), "la preuve")
    hers.reads("Envoi à l’autorité compétente", BRIARE.email, "250 ", "Empreinte de l’export")
    export = hers.downloads("Export pour l’autorité compétente")
    with zipfile.ZipFile(BytesIO(export)) as bundle:
        assert {"demande.pdf", "demande.json", "manifeste.json"} <= set(bundle.namelist())
    [mail] = town.await_mails(BRIARE.email, 1)
    [enclosed] = mail.iter_attachments()
    assert enclosed.get_content() == export
    hers.reads(str(mail["Message-ID"]))

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads(f"Votre demande est transmise à : {BRIARE.name}", BRIARE.email)
    screen.reads("Votre dossier lui a été envoyé par courriel le")
    screen.does_not_read("Export pour l’autorité compétente")


def test_an_export_that_no_mail_carries_is_sent_by_an_agent(
    arrives: Arrive, town: Town, nadia: Inhabitant, filed: Filed, lucie: Official
) -> None:
    hers = arrives(scripts=False)
    opens_case(hers, lucie, filed.case_id)
    hers.follows(ACT)
    names_briare(hers, email="")
    hers.presses(ACT)
    hers.awaits(hers.page.get_by_text("L’autorité n’a pas d’adresse électronique."), "la tâche")
    hers.reads("l’export reste à envoyer")
    assert hers.downloads("Export pour l’autorité compétente").startswith(b"PK")
    hers.opens("/agent/gien/cases?view=all")
    hers.reads("export à envoyer")
    hers.follows(filed.number)

    hers.follows("Enregistrer l’envoi à l’autorité")
    hers.presses("Enregistrer l’envoi à l’autorité")
    hers.reads("Indiquez un jour, par exemple 14/03/2027")
    hers.writes("Envoyé le", day())
    hers.picks("Moyen d’envoi", "Plateforme d’échange sécurisée")
    hers.presses("Enregistrer l’envoi à l’autorité")
    hers.reads("L’envoi est enregistré.", "Le dossier a été envoyé le")

    screen = arrives()
    screen.opens(f"/requests/{filed.case_id}")
    screen.signs_in(nadia.account, door="resident")
    screen.reads("Votre dossier lui a été envoyé le")


def test_what_cannot_be_handed_over_is_said_in_words(
    arrives: Arrive, town: Town, filed: Filed, lucie: Official
) -> None:
    helene = town.agent("gien", "signatory", name=("Hélène", "Roy"), quality="Maire adjointe")
    theirs = arrives()
    opens_case(theirs, helene, filed.case_id)
    theirs.does_not_read(ACT)
    theirs.opens(f"/agent/gien/cases/{filed.case_id}/hand_over")
    theirs.reads("Cette action n’est pas ouverte maintenant")

    hers = arrives()
    opens_case(hers, lucie, filed.case_id)
    hers.follows(ACT)
    names_briare(hers, email="mairie de Briare")
    hers.presses(ACT)
    hers.reads("Cette adresse électronique ne reçoit pas de courriel.")
    assert hers.field("Pourquoi").input_value() == "La rue est à Briare."
    assert hers.page.get_by_label(ELSEWHERE).is_checked()

    rosa = town.agent("gien", "instructor", name=("Rosa", "Diallo"))
    which: dict[str, Any] = {"case_id": filed.case_id, "version": None, "at": clock.now()}
    town.live(lambda database: claim_case(database, **which, by=rosa.at_work))
    hers.writes("Adresse électronique de l’autorité", BRIARE.email)
    hers.presses(ACT)
    hers.reads("Ce dossier a changé pendant que vous écriviez", "Pris en charge")
    assert hers.field("Pourquoi").input_value() == "La rue est à Briare."
    hers.presses(ACT)
    hers.reads("La demande est transmise")
