"""The mentions that a letter must bear, worded from the timeline, each with its article.

A letter's template prints mentions by `id`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.law.appeals import one_month_gracious
from services.law.contracts import Residence, Text, Timeline
from services.law.conventions import APPEAL_MONTHS, DISTANCE_MONTHS
from services.law.words import en, fr, sentence

LetterKind = Literal[
    "receipt",
    "registration_receipt",
    "pieces_request",
    "delay_extension",
    "decision",
    "tacit_certificate",
    "handed_over",
    "reasons",
    "revocation",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence a text wants in a letter; `id` is what templates print."""

    id: str
    article: str
    text: Text


@dataclass(frozen=True, slots=True)
class Service:
    """Who is in charge and how to reach it: e-mail or postal address, and telephone."""

    name: str
    email: str = ""
    address: str = ""
    phone: str = ""
    court: str = "tribunal administratif territorialement compétent"


@dataclass(frozen=True, slots=True)
class PlanningFile:
    """What a récépissé adds: the number of A423-1 and the nature of the file."""

    number: str
    nature: str


def received_on(day: date) -> Mention:
    """R112-11-1 1°: the date of reception."""
    return Mention(
        "received_on",
        "CRPA R112-11-1, 1°",
        sentence(
            "Votre envoi a été reçu le {day}.", "Your sending was received on {day}.", day=day
        ),
    )


def service_in_charge(service: Service) -> Mention:
    """R112-11-1 2°: the service and how to reach it."""
    ways = [way for way in (service.email, service.address, service.phone) if way]
    told = f"{service.name} ({', '.join(ways)})"
    return Mention(
        "service",
        "CRPA R112-11-1, 2°",
        Text(
            f"Service chargé de votre dossier : {told}.",
            f"Service in charge of your file: {told}.",
        ),
    )


def receipt_mentions(
    timeline: Timeline,
    *,
    service: Service,
    missing_pieces: Collection[str] = (),
    planning: PlanningFile | None = None,
) -> tuple[Mention, ...]:
    """The receipt (ARE) of R112-11-1, and of R423-4 and -5 for a planning file."""
    told = [received_on(timeline.course.filed_on), service_in_charge(service)]
    told.extend(_silence(timeline, service))
    if missing_pieces:
        told.append(_incomplete(missing_pieces))
    if planning is not None:
        told.append(_recepisse(timeline, planning))
    return tuple(told)


def registration_receipt_mentions(timeline: Timeline) -> tuple[Mention, ...]:
    """The registration receipt (AEE): the date of reception, and when the receipt will follow."""
    told = [received_on(timeline.course.filed_on)]
    due = timeline.receipt_due
    if due is not None:
        text = sentence(
            "Un accusé de réception vous sera adressé au plus tard le {day}.",
            "A receipt will be sent to you by {day}.",
            day=due,
        )
        told.append(Mention("receipt_due", "CRPA R112-11-2", text))
    return tuple(told)


_SILENCE = {
    "acceptance": Text(
        "Votre demande peut donner lieu à une décision implicite d’acceptation.",
        "Your request may give rise to a tacit acceptance.",
    ),
    "rejection": Text(
        "Votre demande peut donner lieu à une décision implicite de rejet.",
        "Your request may give rise to a tacit rejection.",
    ),
    "flat_rate": Text(
        "Sans réponse, la prestation vous sera accordée pour un montant forfaitaire, jusqu’à la"
        " notification d’une décision expresse.",
        "Without an answer, the benefit will be granted at a flat rate, until an express decision"
        " is notified.",
    ),
    "none": Text(
        "Le silence de l’administration sur cet envoi ne vaut ni acceptation ni rejet.",
        "The silence of the administration on this sending means neither acceptance nor rejection.",
    ),
}
_DEEMED = {
    "acceptance": ("acceptée", "accepted"),
    "rejection": ("rejetée", "rejected"),
    "flat_rate": ("accordée pour un montant forfaitaire", "granted at a flat rate"),
}


def _silence(timeline: Timeline, service: Service) -> list[Mention]:
    tacit = timeline.tacit
    effect = timeline.facts.regime.silence if tacit is None else tacit.effect
    told = [Mention("silence", "CRPA R112-11-1, 3°", _SILENCE[effect])]
    if tacit is not None:
        french, english = _DEEMED[tacit.effect]
        text = sentence(
            f"Sous réserve que votre dossier soit complet, et sans décision notifiée au plus tard"
            f" le {{last}}, votre demande sera réputée {french} le {{born}}.",
            f"Provided your file is complete, and without a decision notified by {{last}}, your"
            f" request will be deemed {english} on {{born}}.",
            last=tacit.last_day,
            born=tacit.born_on,
        )
        told.append(Mention("silence_date", f"CRPA R112-11-1, 4° ; {tacit.article}", text))
    if effect == "acceptance":
        told.append(_certificate_right(planning=timeline.facts.regime.planning))
    if effect == "rejection":
        told.append(_appeal_in_advance(timeline, service))
    return told


def _certificate_right(*, planning: bool) -> Mention:
    article = "CRPA L232-3 ; C. urb. R424-13" if planning else "CRPA L232-3"
    text = Text(
        "En cas d’acceptation tacite, une attestation vous sera délivrée sur simple demande.",
        "Should your request be tacitly accepted, a certificate will be issued on request.",
    )
    return Mention("certificate_right", article, text)


def _appeal_in_advance(timeline: Timeline, service: Service) -> Mention:
    """The delays and means of appeal against the rejection that silence would make."""
    ways = ways_of_appeal(
        service,
        planning=timeline.facts.regime.planning,
        decided_on=timeline.tacit.born_on if timeline.tacit else timeline.course.filed_on,
        residence=timeline.facts.residence,
        tacit=True,
    )
    appeal = timeline.tacit.appeal if timeline.tacit else None
    if appeal is None:
        return ways
    until = appeal.last_day
    text = Text(
        f"{ways.text.fr} Si rien ne change d’ici là, ce délai finit le {fr(until)}.",
        f"{ways.text.en} If nothing changes until then, this delay ends on {en(until)}.",
    )
    return Mention("appeal", ways.article, text)


def _incomplete(pieces: Collection[str]) -> Mention:
    named = " ; ".join(pieces)
    text = Text(
        f"Votre dossier est incomplet. Pièces à fournir : {named}.",
        f"Your file is incomplete. Pieces to provide: {named}.",
    )
    return Mention("incomplete", "CRPA R112-11-4", text)


_FROM_THEN = {
    "DP": ("les travaux pourront commencer", "the works may start"),
    "": ("vous serez titulaire d’un permis tacite", "you will hold a tacit permit"),
}


def _recepisse(timeline: Timeline, planning: PlanningFile) -> Mention:
    """R423-4, R423-5: number, date of the tacit permit, and what may change within the month."""
    tacit, month = timeline.tacit, timeline.course.completeness_last_day
    french, english = _FROM_THEN.get(planning.nature, _FROM_THEN[""])
    fr_text = f"Numéro d’enregistrement : {planning.number}."
    en_text = f"Registration number: {planning.number}."
    if tacit is not None and tacit.effect == "acceptance":
        fr_text += f" Sans lettre de la mairie, {french} à partir du {fr(tacit.born_on)}."
        en_text += f" Without a letter from the town hall, {english} from {en(tacit.born_on)}."
    if month is not None:
        fr_text += (
            f" Toutefois, jusqu’au {fr(month)}, l’autorité compétente peut vous demander des pièces"
            " manquantes, vous notifier un délai plus long, ou vous indiquer qu’aucune décision"
            " favorable tacite n’est possible."
        )
        en_text += (
            f" However, until {en(month)}, the authority may ask you for missing pieces, notify a"
            " longer delay, or tell you that no tacit grant is possible."
        )
    return Mention("planning", "C. urb. R423-4, R423-5, R423-5-1", Text(fr_text, en_text))


def ways_of_appeal(
    service: Service,
    *,
    planning: bool = False,
    decided_on: date,
    residence: Residence = "metropole",
    tacit: bool = False,
) -> Mention:
    """The delays and means of appeal that a refusal must bear to make its delays opposable.

    CJA R421-1 and R421-5; R421-7 for those who live far; L411-2, or L600-12-2 for planning
    decisions since 28 November 2025.
    """
    months = APPEAL_MONTHS + DISTANCE_MONTHS[residence]
    since_fr = "naissance de cette décision implicite" if tacit else "notification"
    since_en = "the birth of this tacit decision" if tacit else "notification"
    gracious = _gracious(decided_on) if planning else _GRACIOUS
    text = Text(
        f"Vous pouvez saisir le {service.court} dans un délai de {months_fr(months)} mois à compter"
        f" de la {since_fr}, par courrier ou sur www.telerecours.fr. {gracious.fr}",
        f"You may go to the administrative court ({service.court}) within {months} months of"
        f" {since_en}, by post or at www.telerecours.fr. {gracious.en}",
    )
    base = "CJA R421-2, R421-5" if tacit else "CJA R421-1, R421-5"
    rule = "C. urb. L600-12-2" if planning and one_month_gracious(decided_on) else "CRPA L411-2"
    far = ", R421-7" if DISTANCE_MONTHS[residence] else ""
    return Mention("appeal", f"{base}{far} ; {rule}", text)


_GRACIOUS = Text(
    "Un recours gracieux ou hiérarchique, formé dans le même délai auprès du service, interrompt"
    " ce délai ; le silence gardé deux mois sur ce recours vaut rejet et fait courir un nouveau"
    " délai de deux mois.",
    "A gracious or hierarchical appeal made to the service within the same delay interrupts it;"
    " two months of silence on that appeal mean rejection and open a new delay of two months.",
)


def _gracious(decided_on: date) -> Text:
    """L600-12-2 since 28 November 2025: the generic text would be false."""
    if not one_month_gracious(decided_on):
        return _GRACIOUS
    return Text(
        "Un recours gracieux ou hiérarchique peut être formé dans un délai d’un mois ; il ne"
        " proroge pas le délai du recours contentieux, et le silence gardé deux mois vaut rejet.",
        "A gracious or hierarchical appeal may be made within one month; it does not extend the"
        " delay to go to court, and two months of silence mean rejection.",
    )


def months_fr(months: int) -> str:
    """A number of months of appeal, in letters."""
    return {2: "deux", 3: "trois", 4: "quatre"}.get(months, str(months))
