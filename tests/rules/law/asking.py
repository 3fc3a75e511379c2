"""Short hands for the tables: a regime, facts, and the dates that the law answers."""

from datetime import date
from typing import Any

from services.law.contracts import Timeline
from services.law.questions import Answers, answers_to, as_json, timeline_answer
from services.law.reading import read_facts
from services.law.timeline import timeline

Event = dict[str, Any]

SVA = "acceptance P2M"
SVR = "rejection P2M"
FLAT = "flat_rate P2M"
NONE = "none"
DP = "commune/declaration-prealable"
PCMI = "commune/permis-construire-maison-individuelle"
PC = "commune/permis-construire"
PD = "commune/permis-demolir"
PA = "commune/permis-amenager"


def timeline_answers(document: object) -> Answers:
    """What the command answers to a document, or to a list of them."""
    return answers_to(document, timeline_answer)


def event(what: str, at: str, **fields: Any) -> Event:
    return {"what": what, "at": at, **fields}


def filed(at: str, **fields: Any) -> Event:
    return event("filed", at, **fields)


def asked(at: str, limit: str | None = None, **fields: Any) -> Event:
    more = {} if limit is None else {"limit": limit}
    return event("pieces_asked", at, **more, **fields)


def given(at: str, **fields: Any) -> Event:
    return event("pieces_given", at, **fields)


def refused(at: str, **fields: Any) -> Event:
    return event("decision_notified", at, decision="refusal", **fields)


def granted(at: str, **fields: Any) -> Event:
    return event("decision_notified", at, decision="grant", **fields)


def handed_over(at: str, **fields: Any) -> Event:
    return event("handed_over", at, **fields)


def extended(at: str, months: int, article: str = "R423-24", **fields: Any) -> Event:
    return event("delay_extended", at, months=months, article=article, **fields)


def appealed(at: str, **fields: Any) -> Event:
    return event("appealed", at, **fields)


def available(at: str, **fields: Any) -> Event:
    return event("made_available", at, **fields)


def opened(at: str) -> Event:
    return event("opened", at)


def document(regime: str, *events: Event, calendar: str = "metropole") -> dict[str, Any]:
    """A document of facts: `regime` is `acceptance P2M`, `none`, or a procedure."""
    given_regime: dict[str, Any] = {"procedure": regime}
    if "/" not in regime:
        silence, _, delay = regime.partition(" ")
        given_regime = {"regime": {"silence": silence, **({"delay": delay} if delay else {})}}
    return {**given_regime, "calendar": calendar, "events": list(events)}


def tell(
    regime: str, *events: Event, calendar: str = "metropole", on: str | None = None
) -> Timeline:
    facts = read_facts(document(regime, *events, calendar=calendar))
    return timeline(facts, on=None if on is None else date.fromisoformat(on))


def ask(
    regime: str, *events: Event, calendar: str = "metropole", on: str | None = None
) -> dict[str, Any]:
    return as_json(tell(regime, *events, calendar=calendar, on=on))


def last_day(regime: str, *events: Event, calendar: str = "metropole") -> str | None:
    """The last day of an express decision, as an ISO day; None while silence means nothing."""
    tacit = ask(regime, *events, calendar=calendar)["tacit"]
    return None if tacit is None else tacit["last_day"]


def outcome(regime: str, *events: Event) -> tuple[str, str] | None:
    """What silence means and until when."""
    tacit = ask(regime, *events)["tacit"]
    return None if tacit is None else (tacit["effect"], tacit["last_day"])


def unheard(answer: dict[str, Any]) -> list[str]:
    """The facts that changed nothing, by name."""
    return [
        step["what"]
        for step in answer["steps"]
        if not step["effective"] and step["what"] != "appeal_delay_opposable"
    ]
