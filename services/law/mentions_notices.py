"""Mentions of what is not a decision: the notice of the portal, reasons of a tacit rejection."""

from datetime import date

from services.law.contracts import Appeal, Residence, Text, Timeline
from services.law.conventions import APPEAL_MONTHS, DISTANCE_MONTHS
from services.law.mentions import Mention, Service, months_fr, service_in_charge
from services.law.notification import portal_open_until
from services.law.words import sentence


def portal_notice_mentions(made_available_on: date) -> tuple[Mention, ...]:
    """What the notice that a document is on the portal must say of it: the day, and the rule.

    R112-19 wants the sender too: whoever writes the notice names it.
    """
    available = sentence(
        "Le document est à votre disposition depuis le {day}.",
        "The document has been available to you since {day}.",
        day=made_available_on,
    )
    rule = sentence(
        "Il est réputé reçu le jour où vous l’ouvrez ; sans ouverture au plus tard le {until}, il"
        " est réputé reçu le jour où il a été mis à votre disposition.",
        "It is deemed received on the day you open it; unopened by {until}, on the day it was made"
        " available to you.",
        until=portal_open_until(made_available_on),
    )
    return (
        Mention("available_on", "CRPA R112-19", available),
        Mention("fifteen_days", "CRPA R112-20", rule),
    )


def reasons_mentions(timeline: Timeline, *, reasons: str, service: Service) -> tuple[Mention, ...]:
    """The reasons of a tacit rejection, asked for in time (L232-4), and the appeal they reopen.

    The timeline already bears them as its last `reasons_given`; sent by post, they are not given
    yet, and the delay is told without its last day.
    """
    told = [Mention("reasons", "CRPA L232-4, L211-5", Text(reasons, reasons))]
    appeal = timeline.tacit.appeal if timeline.tacit else None
    if appeal is not None:
        told.append(Mention("appeal", appeal.article, _until(appeal, timeline.facts.residence)))
    return (*told, service_in_charge(service))


def _until(appeal: Appeal, residence: Residence) -> Text:
    """Until when the tacit rejection may be challenged, once its reasons are known."""
    if not appeal.awaits_reasons:
        return sentence(
            "Le délai de recours contre le rejet implicite court jusqu’au {last} inclus, ces motifs"
            " vous étant communiqués aujourd’hui.",
            "The delay of appeal against the tacit rejection runs until {last} included, these"
            " reasons reaching you today.",
            last=appeal.last_day,
        )
    months = APPEAL_MONTHS + DISTANCE_MONTHS[residence]
    return Text(
        f"Le délai de recours contre le rejet implicite court {months_fr(months)} mois à compter du"
        " jour où vous recevez ces motifs.",
        f"The delay of appeal against the tacit rejection runs {months} months from the day you"
        " receive these reasons.",
    )
