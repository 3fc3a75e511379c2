"""Appeals: the franc delay, its extension to a working day, distance, gracious appeals."""

from datetime import date

from services.law.calendars import Calendar
from services.law.contracts import Appeal, Residence
from services.law.conventions import (
    ADMINISTRATIVE_APPEAL_SILENCE_MONTHS,
    APPEAL_MONTHS,
    DAYS_FROM_LAST_DAY_TO_BIRTH,
    DISTANCE_MONTHS,
    PLANNING_GRACIOUS_MONTHS,
)
from services.law.periods import add_days, add_months
from services.law.rules import governing

EXPRESS = "CJA R421-1"
TACIT = "CJA R421-2"
PLANNING_GRACIOUS = "C. urb. L600-12-2"


def last_day_to_appeal(
    event: date, calendar: Calendar, *, residence: Residence = "metropole"
) -> date:
    """The last day of a contentious appeal against what happened on `event`.

    A franc delay of two months (CJA R421-1), longer by the distance (R421-7): neither the day of
    the event nor that of expiry counts; on a Saturday, Sunday or holiday it goes on to the next
    working day.
    """
    months = APPEAL_MONTHS + DISTANCE_MONTHS[residence]
    return calendar.next_working_day(add_days(add_months(event, months), 1))


def appeal_against(
    event: date,
    calendar: Calendar,
    *,
    tacit: bool,
    residence: Residence,
    planning: bool,
) -> Appeal:
    """The appeal open against a refusal notified, or born, on `event`."""
    article = TACIT if tacit else EXPRESS
    if DISTANCE_MONTHS[residence]:
        article = f"{article}, R421-7"
    gracious = None
    if planning and one_month_gracious(event):
        gracious = add_months(event, PLANNING_GRACIOUS_MONTHS)
    return Appeal(last_day_to_appeal(event, calendar, residence=residence), article, gracious)


def one_month_gracious(decided_on: date) -> bool:
    """Whether C. urb. L600-12-2 governs a planning decision of that day (28 November 2025)."""
    found = governing("planning_gracious_appeal", on=decided_on)
    return found is not None and found.article == PLANNING_GRACIOUS


def gracious_rejection_born_on(appealed_on: date) -> date:
    """The day when silence on a gracious appeal becomes its rejection (CRPA L231-4, L411-2)."""
    last_day = add_months(appealed_on, ADMINISTRATIVE_APPEAL_SILENCE_MONTHS)
    return add_days(last_day, DAYS_FROM_LAST_DAY_TO_BIRTH)
