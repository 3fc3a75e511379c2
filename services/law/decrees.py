"""The lists of the local-government décrets on silence, as far as they have been read.

Their annexes have still to be transcribed from Légifrance (docs/law-to-verify.md). The fact that
fixes the version is the filing.
"""

from dataclasses import dataclass
from datetime import date

from services.law.contracts import Effect, Text
from services.law.periods import Delay

FROM_2015 = date(2015, 11, 12)
FROM_2016_625 = date(2016, 5, 22)
FROM_2016_677 = date(2016, 5, 29)


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter that a décret lists: what silence means, after how long, longer after an opinion."""

    matter: str
    title: Text
    effect: Effect
    delay: Delay
    decree: str
    article: str
    in_force_from: date
    in_force_to: date | None = None
    with_opinion: Delay | None = None
    source: str = ""


_TWO, _THREE, _FOUR = Delay(months=2), Delay(months=3), Delay(months=4)
_REJECTS_ORDER = "décret 2015-1459"
_OTHER_DELAYS = "décret 2015-1460"
_GOOD_ADMINISTRATION = "décret 2015-1461"
_CAPACITY = "décret 2016-625"
_CANTEEN = "décret 2015-1460 modifié par le décret 2016-677"


def _rejects(matter: str, french: str, english: str, source: str) -> Listed:
    return Listed(
        matter,
        Text(french, english),
        "rejection",
        _TWO,
        _REJECTS_ORDER,
        "CRPA L231-4, 4°",
        FROM_2015,
        source=source,
    )


DECREES: tuple[Listed, ...] = (
    _rejects(
        "communal_premises",
        "Utilisation de locaux communaux (CGCT L2144-3)",
        "Use of communal premises (CGCT L2144-3)",
        "cfmel.fr",
    ),
    _rejects(
        "public_domain",
        "Occupation temporaire du domaine public",
        "Temporary occupation of public space",
        "cfmel.fr",
    ),
    _rejects("road_permission", "Permission de voirie", "Road permission", "cfmel.fr"),
    _rejects(
        "sewer_connection",
        "Branchement au réseau d’assainissement",
        "Sewer connection",
        "aida.ineris.fr",
    ),
    Listed(
        "local_opinion",
        Text(
            "Décision soumise par un règlement local à l’avis d’un expert ou d’une commission",
            "Decision that a local regulation submits to an expert or a committee",
        ),
        "acceptance",
        _FOUR,
        _OTHER_DELAYS,
        "CRPA L231-6",
        FROM_2015,
        with_opinion=_FOUR,
        source="landot-avocats.net",
    ),
    Listed(
        "school_enrolment",
        Text("Inscription en école maternelle", "Pre-school enrolment"),
        "acceptance",
        _THREE,
        _OTHER_DELAYS,
        "CRPA L231-6",
        FROM_2015,
        source="landot-avocats.net",
    ),
    Listed(
        "childminder",
        Text("Agrément d’assistant maternel", "Childminder’s licence"),
        "acceptance",
        _THREE,
        _OTHER_DELAYS,
        "CASF L421-6",
        FROM_2015,
        source="landot-avocats.net",
    ),
    Listed(
        "canteen",
        Text("Cantine et accueil périscolaire", "Canteen and after-school care"),
        "acceptance",
        _TWO,
        _CANTEEN,
        "CRPA L231-1",
        FROM_2016_677,
        with_opinion=_FOUR,
        source="landot-avocats.net",
    ),
    Listed(
        "good_administration",
        Text(
            "Demandes exclues pour la bonne administration",
            "Requests excluded for good administration",
        ),
        "rejection",
        _TWO,
        _GOOD_ADMINISTRATION,
        "CRPA L231-5",
        FROM_2015,
        source="landot-avocats.net",
    ),
    Listed(
        "limited_capacity",
        Text(
            "Inscription dans un service public dont la capacité est limitée",
            "Enrolment in a public service of limited capacity",
        ),
        "rejection",
        _TWO,
        _CAPACITY,
        "CRPA L231-5",
        FROM_2016_625,
        with_opinion=_FOUR,
        source="maire-info.com",
    ),
    Listed(
        "honours",
        Text("Distinctions honorifiques", "Honours"),
        "rejection",
        _TWO,
        _CAPACITY,
        "CRPA L231-5",
        FROM_2016_625,
        source="maire-info.com",
    ),
    Listed(
        "municipal_media",
        Text(
            "Insertion dans les publications municipales",
            "Advertisements in municipal media",
        ),
        "rejection",
        _TWO,
        _CAPACITY,
        "CRPA L231-5",
        FROM_2016_625,
        source="maire-info.com",
    ),
    Listed(
        "works_or_services",
        Text("Travaux et prestations demandés", "Works and services asked for"),
        "rejection",
        _TWO,
        _CAPACITY,
        "CRPA L231-5",
        FROM_2016_625,
        source="maire-info.com",
    ),
)


def listed(matter: str, *, on: date) -> Listed | None:
    """The row of a matter for a filing of that day, None when no décret lists it then."""
    for row in DECREES:
        in_force = row.in_force_from <= on <= (row.in_force_to or date.max)
        if row.matter == matter and in_force:
            return row
    return None
