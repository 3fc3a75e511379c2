"""The lists of the local-government décrets on silence, as far as they have been read.

Of their annexes only summaries were (docs/law-to-verify.md). The fact that fixes the version is the
filing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from services.law.contracts import Effect, Text
from services.law.periods import Delay


@dataclass(frozen=True, slots=True)
class Decree:
    """A décret on silence before local authorities, and the first filings it applies to."""

    name: str
    source: str
    since: date


def _decree(name: str, text: str, since: date) -> Decree:
    return Decree(f"décret n° {name}", f"https://www.legifrance.gouv.fr/jorf/id/{text}", since)


D2015_1459 = _decree("2015-1459 du 10 novembre 2015", "JORFTEXT000031463463", date(2015, 11, 12))
D2015_1460 = _decree("2015-1460 du 10 novembre 2015", "JORFTEXT000031463501", date(2015, 11, 12))
D2015_1461 = _decree("2015-1461 du 10 novembre 2015", "JORFTEXT000031463521", date(2015, 11, 12))
D2016_625 = _decree("2016-625 du 19 mai 2016", "JORFTEXT000032547718", date(2016, 5, 21))
# It amends the annex of décret 2015-1460.
D2016_677 = _decree("2016-677 du 25 mai 2016", "JORFTEXT000032587481", date(2016, 6, 1))


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter that a décret lists: what silence means, after how long, longer after an opinion."""

    matter: str
    title: Text
    effect: Effect
    delay: Delay
    decree: Decree
    article: str
    in_force_to: date | None = None
    with_opinion: Delay | None = None

    @property
    def in_force_from(self) -> date:
        """The first day of filing it governs."""
        return self.decree.since


_TWO, _THREE, _FOUR = Delay(months=2), Delay(months=3), Delay(months=4)
_CANTEEN = Text("Cantine et accueil périscolaire", "Canteen and after-school care")


def _rejects(
    decree: Decree,
    article: str,
    matter: str,
    french: str,
    english: str,
    *,
    with_opinion: Delay | None = None,
) -> Listed:
    title = Text(french, english)
    return Listed(matter, title, "rejection", _TWO, decree, article, with_opinion=with_opinion)


_ORDER = (D2015_1459, "CRPA L231-4, 4°")
_GOOD_ADMINISTRATION = (D2015_1461, "CRPA L231-5")
_OWN_RULES = (D2016_625, "CRPA L231-5")

DECREES: tuple[Listed, ...] = (
    _rejects(
        *_ORDER,
        "communal_premises",
        "Utilisation de locaux communaux (CGCT L2144-3)",
        "Use of communal premises (CGCT L2144-3)",
    ),
    _rejects(
        *_ORDER,
        "public_domain",
        "Occupation temporaire du domaine public",
        "Temporary occupation of public space",
    ),
    _rejects(*_ORDER, "road_permission", "Permission de voirie", "Road permission"),
    _rejects(
        *_ORDER,
        "sewer_connection",
        "Branchement au réseau d’assainissement",
        "Sewer connection",
    ),
    Listed(
        "local_opinion",
        Text(
            "Décision soumise par un règlement local à l’avis d’un expert ou d’une commission",
            "Decision that a local regulation submits to an expert or a committee",
        ),
        "acceptance",
        _FOUR,
        D2016_677,
        "CRPA L231-6",
        with_opinion=_FOUR,
    ),
    Listed(
        "school_enrolment",
        Text("Inscription en école maternelle", "Pre-school enrolment"),
        "acceptance",
        _THREE,
        D2015_1460,
        "CRPA L231-6",
    ),
    Listed(
        "childminder",
        Text("Agrément d’assistant maternel", "Childminder’s licence"),
        "acceptance",
        _THREE,
        D2015_1460,
        "CASF L421-6",
    ),
    Listed(
        "canteen",
        _CANTEEN,
        "acceptance",
        _THREE,
        D2015_1460,
        "CRPA L231-6",
        in_force_to=D2016_677.since - timedelta(days=1),
    ),
    Listed(
        "canteen",
        _CANTEEN,
        "acceptance",
        _TWO,
        D2016_677,
        "CRPA L231-1",
        with_opinion=_FOUR,
    ),
    _rejects(
        *_GOOD_ADMINISTRATION,
        "good_administration",
        "Demandes exclues pour la bonne administration",
        "Requests excluded for good administration",
    ),
    _rejects(
        *_OWN_RULES,
        "limited_capacity",
        "Inscription dans un service public dont la capacité est limitée",
        "Enrolment in a public service of limited capacity",
        with_opinion=_FOUR,
    ),
    _rejects(*_OWN_RULES, "honours", "Distinctions honorifiques", "Honours"),
    _rejects(
        *_OWN_RULES,
        "municipal_media",
        "Insertion dans les publications municipales",
        "Advertisements in municipal media",
    ),
    _rejects(
        *_OWN_RULES,
        "works_or_services",
        "Travaux et prestations demandés",
        "Works and services asked for",
    ),
)


def listed(matter: str, *, on: date) -> Listed | None:
    """The row of a matter for a filing of that day, None when no décret lists it then."""
    for row in DECREES:
        in_force = row.in_force_from <= on <= (row.in_force_to or date.max)
        if row.matter == matter and in_force:
            return row
    return None
