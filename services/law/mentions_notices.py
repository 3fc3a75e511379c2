"""Mentions of what is not a decision: the notice of the portal, reasons of a tacit rejection."""

from datetime import date

from services.law.calendars import Calendar
from services.law.contracts import Text
from services.law.mentions import Mention, Service, service_in_charge
from services.law.motivation import appeal_after_reasons
from services.law.notification import portal_open_until
from services.law.words import en, fr, sentence


def portal_notice_mentions(made_available_on: date, *, service: Service) -> tuple[Mention, ...]:
    """The notice that a document is on the portal (R112-19): the day, the sender, the rule."""
    available = sentence(
        "Un document est à votre disposition depuis le {day}.",
        "A document has been available to you since {day}.",
        day=made_available_on,
    )
    rule = sentence(
        "Il est réputé notifié le jour où vous l’ouvrez ; sans ouverture au plus tard le {until},"
        " il le sera à la date de sa mise à disposition.",
        "It is held notified on the day you open it; unopened by {until}, on the day it was made"
        " available.",
        until=portal_open_until(made_available_on),
    )
    return (
        Mention("available_on", "CRPA R112-19", available),
        Mention("fifteen_days", "CRPA R112-20", rule),
        service_in_charge(service),
    )


def reasons_mentions(
    reasons: str, *, communicated_on: date, calendar: Calendar, service: Service
) -> tuple[Mention, ...]:
    """The reasons of a tacit rejection, asked for in time (L232-4), and the appeal they reopen."""
    until = appeal_after_reasons(communicated_on, calendar)
    appeal = Text(
        f"Le délai de recours contre le rejet implicite court jusqu’au {fr(until)} inclus si ces"
        " motifs vous sont communiqués aujourd’hui.",
        f"The delay of appeal against the tacit rejection runs until {en(until)} included if these"
        " reasons reach you today.",
    )
    return (
        Mention("reasons", "CRPA L232-4, L211-5", Text(reasons, reasons)),
        Mention("appeal", "CRPA L232-4 ; CJA R421-2", appeal),
        service_in_charge(service),
    )
