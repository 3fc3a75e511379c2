"""What happens to a sown case after its filing: the verbs of `cases`, at past instants."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.actions.sign_decision import sign_decision
from services.cases.actions.withdraw_case import withdraw_case
from services.cases.contracts import AgentAtWork
from services.foundation.database import Database

_PIECES = {
    "epci/bac-composteur": ("photo", "La photo nous permet d’apporter la bonne pièce."),
    "commune/occupation-domaine-public": ("plan", "Le plan joint ne montre pas les largeurs."),
    "commune/acte-etat-civil": ("identity", "Il manque la photocopie de votre pièce d’identité."),
    "commune/declaration-prealable": ("dp7", "La photo ne montre pas la façade sur la rue."),
    "departement/permission-voirie": ("works-plan", "Le plan coté des travaux n’est pas joint."),
}
_REFUSALS = {
    "epci/bac-composteur": (
        "Règlement de collecte de la communauté de communes, article 12.",
        "L’adresse indiquée est déjà équipée d’un bac de ce volume, livré cette année.",
    ),
    "commune/occupation-domaine-public": (
        "Règlement de voirie communal, article 8, et code général de la propriété des personnes "
        "publiques, article L2122-1.",
        "L’installation laisserait 0,90 m de passage aux piétons ; il en faut 1,40 m.",
    ),
    "commune/acte-etat-civil": (
        "Décret n° 2017-890 du 6 mai 2017, article 30.",
        "Le lien indiqué avec la personne n’ouvre pas droit à une copie intégrale.",
    ),
    "commune/declaration-prealable": (
        "Plan local d’urbanisme, règlement de la zone UA, article 11.",
        "La clôture prévue a 1,90 m de haut sur la rue ; le règlement en permet 1,60 m.",
    ),
    "departement/permission-voirie": (
        "Règlement de voirie départemental, article 21.",
        "La distance de visibilité mesurée à la sortie est de 70 m ; il en faut 110 m.",
    ),
}
# Three months, by the planning code (R423-39).
_LIMIT_OF_THE_LAW = frozenset({"commune/declaration-prealable"})


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on the cases of a collectivity."""

    instructor: AgentAtWork
    signatory: AgentAtWork


@dataclass(frozen=True, slots=True)
class Sown:
    """A case just filed, and what its fate needs."""

    procedure_id: str
    tenant_id: UUID
    case_id: UUID
    person_id: UUID
    filed_at: datetime
    now: datetime
    team: Team
    chance: random.Random

    def later(self, at: datetime, low: int, high: int) -> datetime:
        """Some days after `at`, in office hours, never in the future."""
        day = at + timedelta(days=self.chance.randint(low, high))
        then = day.replace(hour=self.chance.randrange(8, 16), minute=self.chance.randrange(60))
        return min(max(then, at + timedelta(minutes=20)), self.now)


async def live(database: Database, case: Sown, fate: str) -> None:
    """Lead the case to its fate."""
    await _FATES[fate](database, case)


async def _filed(database: Database, case: Sown) -> None:
    """Nothing happens yet."""


async def _reviewed(database: Database, case: Sown) -> None:
    await _claim(database, case)


async def _asked(database: Database, case: Sown) -> None:
    claimed = await _claim(database, case)
    at = case.later(claimed, 0, 2)
    piece, reason = _PIECES[case.procedure_id]
    await request_missing_pieces(
        database,
        case_id=case.case_id,
        version=None,
        pieces={piece: reason},
        limit=None if case.procedure_id in _LIMIT_OF_THE_LAW else _some_day(case),
        message="Vous pouvez envoyer ce document depuis votre demande.",
        by=case.team.instructor,
        at=at,
    )


def _some_day(case: Sown) -> date:
    return (case.now + timedelta(days=case.chance.randint(3, 30))).date()


async def _proposed(database: Database, case: Sown) -> None:
    await _propose(database, case, case.chance.choice(("grant", "grant", "refusal")))


async def _granted(database: Database, case: Sown) -> None:
    await _decide(database, case, "grant")


async def _refused(database: Database, case: Sown) -> None:
    await _decide(database, case, "refusal")


async def _silent(database: Database, case: Sown) -> None:
    if case.chance.random() < 0.5:
        await _claim(database, case)
    await look_at_book(database, tenant_id=case.tenant_id, case_id=case.case_id, at=case.now)


async def _withdrawn(database: Database, case: Sown) -> None:
    await withdraw_case(
        database,
        person_id=case.person_id,
        tenant_id=case.tenant_id,
        case_id=case.case_id,
        version=None,
        reason="Je n’en ai plus besoin.",
        at=case.later(case.filed_at, 1, 8),
    )


async def _claim(database: Database, case: Sown) -> datetime:
    at = case.later(case.filed_at, 0, 4)
    await claim_case(database, case_id=case.case_id, version=None, by=case.team.instructor, at=at)
    return at


async def _propose(database: Database, case: Sown, sense: str) -> datetime:
    claimed = await _claim(database, case)
    at = case.later(claimed, 1, 12)
    law, fact = _REFUSALS[case.procedure_id] if sense == "refusal" else ("", "")
    await propose_decision(
        database,
        case_id=case.case_id,
        version=None,
        sense="refusal" if sense == "refusal" else "grant",
        law_reasons=law,
        fact_reasons=fact,
        by=case.team.instructor,
        at=at,
    )
    return at


async def _decide(database: Database, case: Sown, sense: str) -> None:
    if case.procedure_id in _ONE_SIGNATURE:
        claimed = await _claim(database, case)
        law, fact = _REFUSALS[case.procedure_id] if sense == "refusal" else ("", "")
        await decide_case(
            database,
            case_id=case.case_id,
            version=None,
            sense="refusal" if sense == "refusal" else "grant",
            law_reasons=law,
            fact_reasons=fact,
            by=case.team.instructor,
            at=case.later(claimed, 1, 15),
        )
        return
    proposed = await _propose(database, case, sense)
    await sign_decision(
        database,
        case_id=case.case_id,
        version=None,
        by=case.team.signatory,
        at=case.later(proposed, 0, 5),
    )


_ONE_SIGNATURE = {"epci/bac-composteur", "commune/acte-etat-civil"}
_FATES: dict[str, Callable[[Database, Sown], Awaitable[None]]] = {
    "filed": _filed,
    "reviewed": _reviewed,
    "asked": _asked,
    "proposed": _proposed,
    "granted": _granted,
    "refused": _refused,
    "silent": _silent,
    "withdrawn": _withdrawn,
    # Without her agreement to be notified here, the decision waits for the post.
    "posted": _granted,
}
