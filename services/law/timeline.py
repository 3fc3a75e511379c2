"""From facts to every legal date: the one function that the house, the page and the command use."""

from dataclasses import replace
from datetime import date

from services.law._general import GeneralCourse
from services.law._outcome import outcome
from services.law._planning import PlanningCourse
from services.law.contracts import Facts, Timeline
from services.law.errors import FactError


def timeline(facts: Facts, *, on: date | None = None) -> Timeline:
    """Every legal date of the request, with its article and its reason.

    With `on`, only what had happened by that day is known, and the clocks are shown on it; else
    all facts are, and the clocks are shown on the day of the last one. Raises FactError when the
    request was not yet filed on that day.
    """
    if on is not None:
        facts = _known_by(facts, on)
    course = (PlanningCourse if facts.regime.planning else GeneralCourse)(facts)
    course.run()
    return outcome(course, on=on or facts.events[-1].at)


def _known_by(facts: Facts, on: date) -> Facts:
    events = tuple(fact for fact in facts.events if fact.at <= on)
    if not any(fact.what == "filed" for fact in events):
        raise FactError("on", "la demande n’était pas encore déposée ce jour-là")
    return replace(facts, events=events)
