"""Instruct and sign: one agent prepares, another signs, the decision reaches its resident."""

from tests.journeys.conftest import Arrive
from tests.journeys.stories import STREET, begins, day, finds_her_commune, says_who_she_is, sends
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor, a_photo

LAW = "Article 4 du règlement de voirie : un passage libre de 1,40 m est conservé."
FACT = "Le trottoir mesure 1,60 m : il ne resterait que 0,40 m aux piétons."


def asks_for_a_place(screen: Visitor) -> None:
    """A skip in the street for six days, with a plan."""
    screen.writes("Numéro et voie, ou nom de la place", "12 rue Gambetta")
    screen.picks("Ce qui est occupé", "Des places de stationnement")
    screen.picks("L’emplacement est-il en agglomération", "Oui")
    screen.presses("Continuer")
    screen.is_on("L’occupation")
    screen.picks("Que voulez-vous installer", "Une benne ou un dépôt de matériaux")
    screen.writes("Premier jour", day(40))
    screen.writes("Dernier jour", day(45))
    screen.picks("Pendant la journée", "Jour et nuit")
    screen.writes("Longueur", "5,50")
    screen.writes("Largeur", "2")
    screen.picks("Effet sur la circulation", "Stationnement interdit")
    screen.presses("Continuer")
    if screen.page.get_by_text("De nouvelles questions sont apparues").count():
        screen.presses("Continuer")
    screen.is_on("Les pièces")
    screen.attaches("Plan de l’emplacement", a_photo("plan.png"))
    screen.presses("Continuer")
    screen.is_on("Relire et envoyer")


def test_a_refusal_is_reasoned_by_one_agent_and_signed_by_another(
    arrives: Arrive, town: Town
) -> None:
    idriss = town.resident("Idriss", "Benali")
    lucie = town.agent("gien", "instructor", name=("Lucie", "Garnier"))
    marc = town.agent("gien", "signatory", name=("Marc", "Thibault"), quality="Adjoint au maire")

    his = arrives()
    his.opens("/sign-in")
    his.signs_in(idriss.account, door="resident")
    finds_her_commune(his)
    begins(his, STREET)
    assert his.field("Nom").input_value() == "Benali"
    says_who_she_is(his, idriss)
    his.picks("Vous demandez pour", "Vous-même")
    his.presses("Continuer")
    his.is_on("L’emplacement")
    asks_for_a_place(his)
    number = sends_all(his)

    hers = arrives()
    hers.signs_in(lucie.account, door="agent")
    hers.follows("À prendre")
    hers.follows(number)
    hers.is_on("Occuper le domaine public")
    hers.presses("Prendre en charge")
    hers.reads("Ce dossier est à vous.", "Lucie Garnier suit ce dossier")

    hers.follows("Proposer une décision")
    hers.picks("Sens de la décision", "Refuser")
    hers.presses("Proposer une décision")
    hers.reads("Indiquez les motifs de droit", "Indiquez les motifs de fait", "CRPA L211-5")
    hers.writes("Motifs de droit", LAW)
    hers.writes("Motifs de fait", FACT)
    hers.presses("Relire la lettre")
    hers.reads("rien n’est encore enregistré", "Votre demande est refusée")
    hers.presses("Proposer une décision")
    hers.reads("La décision est proposée à la signature.")
    assert not hers.page.get_by_role("link", name="Signer la décision").count()
    hers.opens(hers.page.url.removeprefix(town.base_url).partition("?")[0] + "/sign")
    assert not hers.page.get_by_role("button", name="Signer la décision").count()

    his_side = arrives()
    his_side.signs_in(marc.account, door="agent")
    his_side.follows(number)
    his_side.follows("Signer la décision")
    his_side.reads("Refus proposé", LAW, FACT)
    his_side.presses("Signer la décision")
    his_side.reads("La décision est signée.")

    his.follows("Mes demandes")
    his.follows(STREET)
    his.reads("Votre demande est refusée", "tribunal administratif")
    assert his.downloads("Décision").startswith(b"%PDF")
    mails = town.await_mails(idriss.account.username, 2)
    assert all("Gambetta" not in str(mail) for mail in mails)

    his_side.opens("/agent/gien/cases")
    hers.reloads()


def sends_all(screen: Visitor) -> str:
    """Tick every declaration of the review, then send."""
    for box in screen.page.get_by_role("checkbox").all():
        box.check()
    return sends(screen)
