"""How long a timeline of 20 events takes, over 20 bare month additions of dateutil."""

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from dateutil.relativedelta import relativedelta

from services.law.contracts import Facts
from services.law.reading import read_facts
from services.law.timeline import timeline

AIM = 10
ROUNDS = 9
REPEATS = 200


def measure() -> dict[str, Any]:
    """The ratio, each side the best of several rounds taken in turn in the same run."""
    facts = story()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: timeline(facts)))
        theirs.append(_seconds(_twenty_additions))
    value, limit = min(ours), min(theirs)
    return {
        "name": "law_timeline",
        "value": round(value * 1e6, 1),
        "unit": "µs",
        "limit": round(limit * 1e6, 1),
        "ratio": round(value / limit, 2),
        "meaning": "a timeline of 20 events over 20 dateutil month additions; aim ≤ 10",
    }


def story() -> Facts:
    """Twenty events: a file received, nine requests for pieces, each answered, and a refusal."""
    start = date(2026, 1, 5)
    events: list[dict[str, Any]] = [{"at": start.isoformat(), "what": "filed"}]
    for turn in range(9):
        day = start + timedelta(days=5 * turn + 1)
        limit = day + timedelta(days=4)
        events.append({"at": day.isoformat(), "what": "pieces_asked", "limit": limit.isoformat()})
        events.append({"at": (day + timedelta(days=3)).isoformat(), "what": "pieces_given"})
    events.append({"at": "2026-03-25", "what": "decision_notified", "decision": "refusal"})
    regime = {"silence": "rejection", "delay": "P2M"}
    return read_facts({"regime": regime, "calendar": "metropole", "events": events})


def _twenty_additions() -> date:
    day = date(2026, 1, 31)
    for _ in range(20):
        day = day + relativedelta(months=1)
    return day


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(REPEATS):
        work()
    return (perf_counter() - start) / REPEATS
