"""When the two receipts are due, and what follows when one is missing (CRPA R112-11-2, L112-12)."""

from datetime import date

from services.law.calendars import Calendar
from services.law.contracts import Fact, Regime
from services.law.conventions import RECEIPT_WORKING_DAYS, REGISTRATION_RECEIPT_WORKING_DAYS

RECEIPT = "CRPA R112-11-2"
OPPOSABILITY = "CRPA L112-12"


def registration_receipt_due(filed_on: date, calendar: Calendar) -> date:
    """The AEE: at once, or within one working day of the filing."""
    return calendar.add_working_days(filed_on, REGISTRATION_RECEIPT_WORKING_DAYS)


def receipt_due(competent_on: date | None, calendar: Calendar, regime: Regime) -> date | None:
    """The ARE: ten working days from the competent body's reception, None until it has the file.

    A regime may set its own (APA: ten days, CASF R232-23).
    """
    if competent_on is None:
        return None
    if regime.receipt_delay is not None:
        return regime.receipt_delay.end(competent_on, calendar)
    return calendar.add_working_days(competent_on, RECEIPT_WORKING_DAYS)


def appeal_delay_opposable(events: tuple[Fact, ...], *, born_on: date | None) -> bool:
    """Whether the delays of appeal against a tacit decision run against the person (CRPA L112-12).

    They do not when no receipt was sent before it was born, or when it lacked a mandatory mention.
    """
    return any(
        fact.what == "receipt_sent"
        and fact.kind != "registration"
        and fact.mentions_complete
        and (born_on is None or fact.at < born_on)
        for fact in events
    )
