"""Invented residents of the Giennois. No name, address or number here is anybody's."""

import random
from dataclasses import dataclass

from services.forms.contracts import FoundCommune

_GIVEN = (
    "Adèle", "Agathe", "Alban", "Anaïs", "Antoine", "Aïcha", "Baptiste", "Béatrice", "Bilal",
    "Capucine", "Cédric", "Chloé", "Clément", "Dominique", "Élise", "Emma", "Estelle", "Fabrice",
    "Fatima", "Gaël", "Gisèle", "Hugo", "Inès", "Jérôme", "Joséphine", "Julien", "Léa", "Léonie",
    "Loïc", "Malik", "Manon", "Margaux", "Mathilde", "Mehdi", "Nathan", "Noémie", "Oscar",
    "Pauline", "Raphaël", "Romane", "Samir", "Solène", "Théo", "Valentine", "Yann", "Zoé",
)  # fmt: skip
_FAMILY = (
    "Aubert", "Barbier", "Blanchard", "Boulanger", "Bourgoin", "Brossard", "Carpentier",
    "Chauvet", "Cordier", "Da Costa", "Delaunay", "Diallo", "Dubreuil", "Fauchet", "Ferrand",
    "Gauthier", "Girardin", "Haddad", "Hubert", "Jacquet", "Jolivet", "Lacombe", "Leclair",
    "Legendre", "Lhermitte", "Maréchal", "Massé", "Meunier", "Nguyen", "Pasquier", "Pelletier",
    "Poirier", "Prévost", "Rivière", "Rousset", "Sauvage", "Tessier", "Vallée", "Verdier",
)  # fmt: skip
_STREETS = (
    "rue des Tilleuls", "rue du Four Banal", "avenue des Vignerons", "chemin des Glycines",
    "place du Vieux Puits", "rue de la Faïence", "quai des Mariniers", "impasse du Lavoir",
    "rue des Sablons", "allée des Charmes", "route des Étangs", "rue du Moulin Rouge",
)  # fmt: skip
# Communes of the Communauté des Communes Giennoises: (INSEE code, name, postcode).
PLACES = (
    ("45155", "Gien", "45500"),
    ("45155", "Gien", "45500"),
    ("45155", "Gien", "45500"),
    ("45254", "Poilly-lez-Gien", "45500"),
    ("45108", "Coullons", "45720"),
    ("45291", "Saint-Martin-sur-Ocre", "45500"),
    ("45227", "Nevoy", "45500"),
    ("45280", "Saint-Gondon", "45500"),
    ("45036", "Boismorand", "45290"),
)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who asks, and where she lives."""

    given_name: str
    family_name: str
    email: str
    phone: str
    street: str
    insee: str
    commune: str
    postcode: str

    @property
    def inputs(self) -> dict[str, list[str]]:
        """What she types about herself."""
        return {
            "requester.family_name": [self.family_name],
            "requester.given_name": [self.given_name],
            "requester.email": [self.email],
            "requester.phone": [self.phone],
            "requester.address.street": [self.street],
            "requester.address.postcode": [self.postcode],
            "requester.address.locality": [self.commune],
        }


def communes(asked: str) -> tuple[FoundCommune, ...]:
    """The commune of this INSEE code, among those where sown people live."""
    return tuple({FoundCommune(insee, name, "45") for insee, name, _ in PLACES if insee == asked})


def applicants(chance: random.Random, count: int) -> tuple[Applicant, ...]:
    """So many people, all different."""
    names = chance.sample([(given, family) for given in _GIVEN for family in _FAMILY], count)
    return tuple(applicant(chance, given, family) for given, family in names)


def applicant(
    chance: random.Random, given: str, family: str, email: str | None = None
) -> Applicant:
    """A person of this name, living somewhere in the Giennois."""
    insee, commune, postcode = chance.choice(PLACES)
    return Applicant(
        given_name=given,
        family_name=family,
        email=email or f"usager-{chance.randrange(10**6):06}@courriel.example",
        # Numbers set aside by Arcep for works of fiction.
        phone=f"06 39 98 {chance.randrange(100):02} {chance.randrange(100):02}",
        street=f"{chance.randrange(1, 90)} {chance.choice(_STREETS)}",
        insee=insee,
        commune=commune,
        postcode=postcode,
    )
