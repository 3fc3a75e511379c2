"""What several journeys tell the same way: a bin asked for, a place in the street asked for."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.foundation import clock
from tests.journeys.people import Inhabitant
from tests.journeys.visitor import Visitor, a_photo

BIN = "Demander un bac ou un composteur"
STREET = "Occuper le domaine public"
GIEN = ZoneInfo("Europe/Paris")


def finds_her_commune(someone: Visitor) -> None:
    """From the square to the services of Gien."""
    someone.opens("/")
    someone.is_on("Une seule porte pour vos démarches")
    someone.writes("Votre commune", "gien")
    someone.presses("Chercher")
    if "/communes/" not in someone.page.url:
        someone.reads("Laquelle est la vôtre ?")
        someone.goes_by(someone.page.get_by_role("link", name=re.compile(r"^\s*Gien\s*Loiret")))
    someone.is_on("Vos démarches à Gien")


def begins(someone: Visitor, procedure: str) -> None:
    """From the services of her commune to the first page of a form."""
    someone.follows(procedure)
    someone.is_on(procedure)
    someone.follows("Commencer la demande")
    someone.is_on("Vous")


def says_who_she_is(someone: Visitor, who: Inhabitant) -> None:
    """The first page of every form."""
    someone.writes("Nom", who.resident.family_name)
    someone.writes("Prénom", who.resident.given_name)
    someone.writes("Adresse électronique", who.account.username)
    someone.writes("Téléphone", "06 39 98 12 34")
    someone.writes("Numéro et voie", "14 rue des Tanneurs")
    someone.writes("Code postal", "45500")
    someone.writes("Commune", "Gien")


def says_where_she_lives(someone: Visitor) -> None:
    someone.picks("Livrer à votre adresse postale", "Oui")
    someone.picks("Type de logement", "Maison")
    someone.writes("Nombre de personnes dans le logement", "3")
    someone.presses("Continuer")
    someone.is_on("Votre demande")


def says_what_is_broken(someone: Visitor) -> None:
    """A sorting bin, broken, with a photograph: questions appear as answers call for them."""
    someone.picks("Que voulez-vous ?", "Un bac de tri")
    someone.picks("Pourquoi ?", "Bac abîmé")
    someone.picks("Volume souhaité", "180 litres")
    someone.picks("Quand pouvons-nous venir ?", "Le matin en semaine", "Le samedi matin")
    if not someone.scripts:
        someone.presses("Continuer")
        someone.reads("De nouvelles questions sont apparues, selon vos réponses.")
    someone.writes("Numéro du bac", "GI-204518")
    someone.attaches("Photo du bac abîmé", a_photo())
    someone.presses("Continuer")
    someone.is_on("Relire et envoyer")


def asks_for_a_bin(someone: Visitor, who: Inhabitant) -> None:
    """The whole form, up to the review."""
    finds_her_commune(someone)
    begins(someone, BIN)
    says_who_she_is(someone, who)
    someone.presses("Continuer")
    someone.is_on("Le logement")
    says_where_she_lives(someone)
    says_what_is_broken(someone)


def sends(someone: Visitor, *statements: str, by: str = "Sur ce portail") -> str:
    """The review page, agreed with and sent; answers the number of the request."""
    for statement in statements:
        someone.ticks(statement)
    someone.picks("Comment voulez-vous recevoir la réponse ?", by)
    someone.presses("Envoyer la demande")
    someone.is_on("Votre demande est déposée")
    return someone.page.locator(".pv-number__value").inner_text()


def day(ahead: int = 0) -> str:
    """Today in Gien, where it comes before it does in UTC, or so many days ahead, as one writes."""
    return f"{clock.now().astimezone(GIEN) + timedelta(days=ahead):%d/%m/%Y}"
