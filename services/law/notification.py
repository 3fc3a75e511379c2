"""When a decision is notified: by hand or post, on the portal, or electronically in planning."""

from collections.abc import Sequence
from datetime import date

from services.law.contracts import Fact, Notification, Way, residence_among
from services.law.conventions import PLANNING_NOTIFICATION_DAYS, PORTAL_DAYS
from services.law.periods import add_days

PORTAL = "CRPA R112-20"
DIRECT = "CRPA L221-8"
PLANNING = "C. urb. R*474-1"
CONSENT = "CRPA L112-15"


def portal_open_until(made_available_on: date) -> date:
    """The last day when opening sets the date of notification (R112-20: fifteen days)."""
    return add_days(made_available_on, PORTAL_DAYS)


def portal_notified_on(
    made_available_on: date, opened_on: date | None, *, consent: bool = True
) -> date | None:
    """The day a document on the portal is held notified (CRPA R112-19, R112-20).

    The day it is first opened; unopened for fifteen days, the day it was made available. None
    without the person's prior express consent (L112-15): the portal then notifies nothing.
    """
    if not consent:
        return None
    if opened_on is not None and opened_on <= portal_open_until(made_available_on):
        return max(opened_on, made_available_on)
    return made_available_on


def planning_notified_on(sent_on: date) -> date:
    """Planning, electronic: deemed received the day after the sending (URB-04)."""
    return add_days(sent_on, PLANNING_NOTIFICATION_DAYS)


def notifications(events: Sequence[Fact], *, planning: bool) -> tuple[Notification, ...]:
    """The express decisions of the facts, each with the day it is held notified, in that order."""
    acts = [fact for fact in events if fact.what == "decision_notified"]
    travels = [fact for fact in events if fact.what in ("made_available", "sent")]
    found: list[Notification | None] = []
    for act in acts:
        mine = [one for one in travels if one.at <= act.at and _act_of(one, acts) is act]
        found.append(_notified(act, mine, events, planning=planning))
    found.extend(
        _notified(travel, [travel], events, planning=planning)
        for travel in travels
        if travel.decision is not None and _act_of(travel, acts) is None
    )
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.on))


def _act_of(travel: Fact, acts: Sequence[Fact]) -> Fact | None:
    """The recorded decision that a sending carries.

    A sending that does not name its decision may carry anything else (a receipt, a request): it
    counts for a decision recorded within the fifteen days only.
    """
    if travel.decision is None:
        near = add_days(travel.at, PORTAL_DAYS + 1)
        return next((act for act in acts if travel.at <= act.at <= near), None)
    same = [act for act in acts if act.decision == travel.decision]
    return next((act for act in same if act.at >= travel.at), same[-1] if same else None)


def consented(travel: Fact, events: Sequence[Fact]) -> bool:
    """Whether the person agreed beforehand (L112-15), at filing and for this sending."""
    return travel.consent and all(fact.consent for fact in events if fact.what == "filed")


def opening_of(available: Fact, events: Sequence[Fact]) -> date | None:
    """The first opening on or after the day a document was made available."""
    return next((one.at for one in events if one.what == "opened" and one.at >= available.at), None)


def unopened_since(events: Sequence[Fact], *, planning: bool) -> date | None:
    """The day the last document was made available on the portal, unless opened in time.

    None too in planning, where the sending alone notifies (R*474-1).
    """
    on_portal = [one for one in events if one.what == "made_available" and consented(one, events)]
    if planning or not on_portal or _opened_in_time(on_portal[-1], events):
        return None
    return on_portal[-1].at


def _opened_in_time(available: Fact, events: Sequence[Fact]) -> bool:
    opened_on = opening_of(available, events)
    return opened_on is not None and opened_on <= portal_open_until(available.at)


def _notified(
    act: Fact, travels: Sequence[Fact], events: Sequence[Fact], *, planning: bool
) -> Notification | None:
    recorded = act.at if act.what == "decision_notified" else None
    valid = [one for one in travels if consented(one, events) and one.by in (None, "electronic")]
    told = (*travels, *events)
    if planning and valid:
        received = planning_notified_on(valid[0].at)
        on = received if recorded is None else max(recorded, received)
        return _bearing(act, on, PLANNING, "planning_sending", told)
    available = next((one for one in valid if one.what == "made_available"), None)
    if available is None or (act.by == "post" and recorded is not None):
        return None if recorded is None else _bearing(act, recorded, DIRECT, "direct", told)
    on = portal_notified_on(available.at, opening_of(available, events)) or available.at
    way: Way = "portal" if _opened_in_time(available, events) else "portal_unopened"
    return _bearing(act, on, PORTAL, way, told)


def _bearing(
    act: Fact, on: date, article: str, how: Way, told: Sequence[Fact]
) -> Notification | None:
    if act.decision is None:
        return None
    residence = residence_among((act, *told))
    return Notification(
        on,
        act.decided_on or act.at,
        act.decision,
        residence,
        article,
        how,
        act.mentions_complete,
    )
