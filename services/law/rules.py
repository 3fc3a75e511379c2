"""The rules of the room, each version with its dates in force and the fact that fixes it.

`filed` fixes silence and delays; `asked` the effect of a request for pieces; `decided` and
`notified` appeals and revocations.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.law import conventions
from services.law.contracts import Text

FixedBy = Literal["filed", "asked", "decided", "notified"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule; `value` is what the room computes with, in words."""

    id: str
    version: int
    article: str
    fixed_by: FixedBy
    value: str
    text: Text
    in_force_from: date
    in_force_to: date | None = None
    to_verify: bool = False

    def in_force(self, on: date) -> bool:
        """Whether this version governs a fact of that day."""
        return self.in_force_from <= on <= (self.in_force_to or date.max)


_CRPA = date(2016, 1, 1)
_LOCAL = date(2015, 11, 12)
_URBANISM = date(2007, 10, 1)
_ELECTRONIC = conventions.PLANNING_ELECTRONIC_SINCE
_LAST_PAPER = _ELECTRONIC - timedelta(days=1)
_LAST_GENERIC = conventions.PLANNING_GRACIOUS_SINCE - timedelta(days=1)

RULES: tuple[Rule, ...] = (
    Rule(
        "receipt",
        1,
        "CRPA R112-11-2",
        "filed",
        f"{conventions.RECEIPT_WORKING_DAYS} working days",
        Text(
            "L’accusé de réception est dû dans les dix jours ouvrés.",
            "The receipt is due within ten working days.",
        ),
        date(2016, 11, 7),
    ),
    Rule(
        "registration_receipt",
        1,
        "CRPA R112-11-2",
        "filed",
        f"{conventions.REGISTRATION_RECEIPT_WORKING_DAYS} working day",
        Text(
            "L’accusé d’enregistrement est dû aussitôt, au plus tard un jour ouvré après.",
            "The registration receipt is due at once, one working day later at most.",
        ),
        date(2016, 11, 7),
    ),
    Rule(
        "silence",
        1,
        "CRPA L231-1",
        "filed",
        "acceptance after P2M",
        Text(
            "Le silence gardé deux mois vaut acceptation.",
            "Two months of silence mean acceptance.",
        ),
        _LOCAL,
    ),
    Rule(
        "missing_pieces",
        1,
        "CRPA L114-5",
        "asked",
        "restart (acceptance), suspension (rejection)",
        Text(
            "Sous acceptation le délai repart de zéro, sous rejet il est suspendu.",
            "Under acceptance the delay starts again, under rejection it is suspended.",
        ),
        _CRPA,
    ),
    Rule(
        "piece_not_indispensable",
        1,
        "CRPA L114-5-1",
        "asked",
        "no suspension",
        Text(
            "Une pièce qui n’est pas indispensable ne suspend pas l’instruction.",
            "A piece that is not indispensable does not suspend the examination.",
        ),
        date(2018, 8, 12),
        to_verify=True,
    ),
    Rule(
        "appeal",
        1,
        "CJA R421-1",
        "notified",
        f"{conventions.APPEAL_MONTHS} months, franc",
        Text(
            "Deux mois francs à compter de la notification.", "Two franc months from notification."
        ),
        _CRPA,
    ),
    Rule(
        "gracious_appeal",
        1,
        "CRPA L411-2",
        "notified",
        "interrupts",
        Text(
            "Le recours gracieux interrompt le délai contentieux.",
            "A gracious appeal interrupts the delay to go to court.",
        ),
        _CRPA,
    ),
    Rule(
        "planning_gracious_appeal",
        1,
        "CRPA L411-2",
        "decided",
        "interrupts",
        Text(
            "Le recours gracieux interrompt le délai contentieux.",
            "A gracious appeal interrupts the delay to go to court.",
        ),
        _URBANISM,
        _LAST_GENERIC,
    ),
    Rule(
        "planning_gracious_appeal",
        2,
        "C. urb. L600-12-2",
        "decided",
        f"{conventions.PLANNING_GRACIOUS_MONTHS} month, does not extend",
        Text(
            "Le recours gracieux est formé dans le mois et ne proroge pas le délai contentieux.",
            "A gracious appeal is made within a month and does not extend the delay.",
        ),
        conventions.PLANNING_GRACIOUS_SINCE,
    ),
    Rule(
        "revocation",
        1,
        "CRPA L242-1",
        "decided",
        f"{conventions.REVOCATION_MONTHS} months",
        Text(
            "Une décision créatrice de droits, illégale, se retire dans les quatre mois.",
            "An unlawful decision creating rights is revoked within four months.",
        ),
        date(2016, 6, 1),
    ),
    Rule(
        "planning_revocation",
        1,
        "C. urb. L424-5",
        "decided",
        f"{conventions.PLANNING_REVOCATION_MONTHS} months",
        Text("Un permis illégal se retire dans les trois mois.", "A permit: three months."),
        _URBANISM,
        to_verify=True,
    ),
    Rule(
        "planning_start",
        1,
        "C. urb. R423-19",
        "filed",
        "reception",
        Text(
            "Le délai court de la réception en mairie d’un dossier complet.",
            "The delay runs from reception of a complete file at the town hall.",
        ),
        _URBANISM,
        _LAST_PAPER,
    ),
    Rule(
        "planning_start",
        2,
        "C. urb. R423-19, décret 2021-981",
        "filed",
        "sending of the receipt",
        Text(
            "Dépôt électronique : le délai court de l’envoi de l’accusé.",
            "Electronic filing: the delay runs from the sending of the receipt.",
        ),
        _ELECTRONIC,
    ),
    Rule(
        "environmental_assessment",
        1,
        "C. urb. R424-2-1",
        "filed",
        "silence rejects",
        Text(
            "Projet soumis à évaluation environnementale : le silence vaut rejet.",
            "Project under environmental assessment: silence means rejection.",
        ),
        conventions.ENVIRONMENTAL_REJECTION_SINCE,
    ),
    Rule(
        "reasons_of_silence",
        1,
        "CRPA L232-4",
        "decided",
        f"{conventions.REASONS_MONTHS} month",
        Text(
            "Les motifs d’un rejet tacite sont communiqués dans le mois de la demande.",
            "The reasons of a tacit rejection are given within a month of the request.",
        ),
        _CRPA,
    ),
)


def rules() -> tuple[Rule, ...]:
    """Every version of every rule."""
    return RULES


def governing(name: str, *, on: date) -> Rule | None:
    """The version of a rule that governs a fact of that day, None before the first."""
    return next((one for one in RULES if one.id == name and one.in_force(on)), None)
