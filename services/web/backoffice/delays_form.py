"""The form of the delay calculator: inputs of an address → facts of the law, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from services.foundation.i18n import _
from services.law.contracts import Fact, Facts, Regime, Timeline
from services.law.errors import FactError
from services.law.reading import read_facts
from services.law.regimes import regimes
from services.law.timeline import timeline
from services.web.shared.words import read_day

OTHER = "other"
FEWEST_ROWS, MOST_ROWS = 4, 24
# The second date of a fact means, by fact: the last day given, the day it reached somebody, or the
# day it was decided.
SECOND_DATE = {
    "pieces_asked": "limit",
    "original_asked": "received_on",
    "opinion_asked": "received_on",
    "delay_extended": "notified_on",
    "decision_notified": "decided_on",
}
DETAILS: Mapping[str, Mapping[str, Any]] = {
    "not_indispensable": {"indispensable": False},
    "not_in_code": {"in_code": False},
    "partial": {"partial": True},
    "grant": {"decision": "grant"},
    "refusal": {"decision": "refusal"},
    "favourable": {"sense": "favourable"},
    "unfavourable": {"sense": "unfavourable"},
    **{f"months_{count}": {"months": count} for count in (1, 2, 3, 4, 6)},
    "months_5": {"months": 5, "article": "R423-28"},
}


def second_date(what: str, *, planning: bool) -> str:
    """The field that the second date of a fact fills: planning gives its own limit to pieces."""
    if planning and what == "pieces_asked":
        return "received_on"
    return SECOND_DATE.get(what, "received_on")


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as typed."""

    what: str = ""
    at: str = ""
    other: str = ""
    detail: str = ""

    @property
    def blank(self) -> bool:
        return not (self.what or self.at or self.other)


@dataclass(frozen=True, slots=True)
class Asked:
    """The whole form as typed."""

    regime: str
    silence: str
    months: str
    days: str
    calendar: str
    filed: str
    paper: bool
    misdirected: bool
    residence: str
    on: str
    rows: tuple[Row, ...]

    @property
    def planning(self) -> bool:
        return any(each.id == self.regime and each.domain == "planning" for each in offered())


@dataclass(frozen=True, slots=True)
class Read:
    """What the law tells of the facts and the day they are seen on, or the errors by input."""

    told: Timeline | None
    on: date
    errors: Mapping[str, str]


def asked_from(query: Mapping[str, list[str]], *, calendar: str, more: bool) -> Asked:
    """The form of an address, blank where it says nothing."""

    def one(name: str, otherwise: str = "") -> str:
        return query.get(name, [otherwise])[0].strip()

    rows = []
    for number in range(MOST_ROWS):
        row = Row(*(one(f"{name}{number}") for name in ("what", "at", "other", "detail")))
        if not row.blank:
            rows.append(row)
    shown = min(max(FEWEST_ROWS, len(rows) + (2 if more else 1)), MOST_ROWS)
    rows.extend(Row() for _number in range(shown - len(rows)))
    return Asked(
        regime=one("regime", "public-domain"),
        silence=one("silence", "rejection"),
        months=one("months", "2"),
        days=one("days"),
        calendar=one("calendar", calendar),
        filed=one("filed"),
        paper="paper" in query,
        misdirected="misdirected" in query,
        residence=one("residence", "metropole"),
        on=one("on"),
        rows=tuple(rows),
    )


@dataclass(slots=True)
class _Reading:
    """Days read one by one, with what is wrong by input."""

    errors: dict[str, str]

    def day(self, name: str, word: str) -> str:
        found = read_day(word)
        if found is None:
            self.errors[name] = _("Indiquez un jour qui existe, par exemple 14/03/2027")
            return ""
        return found.isoformat()


def read(asked: Asked, *, today: date) -> Read:
    """What the law tells of the form, or what is wrong with it, by input."""
    reading = _Reading({})
    on = date.fromisoformat(reading.day("on", asked.on) or today.isoformat()) if asked.on else today
    events, places = _events(asked, reading)
    if reading.errors:
        return Read(None, on, reading.errors)
    document = {**_regime(asked), "calendar": asked.calendar, "events": events}
    try:
        facts = read_facts(document)
        # Nothing that was typed is left unseen: the day is today, or that of the last fact.
        on = on if asked.on else max(on, facts.events[-1].at)
        return Read(timeline(facts, on=on), on, {})
    except FactError as wrong:
        sentence = f"{wrong.message[:1].upper()}{wrong.message[1:]}"
        return Read(None, on, {_input_of(wrong.field, places): sentence})


def _events(asked: Asked, reading: _Reading) -> tuple[list[dict[str, Any]], list[str]]:
    """The facts typed, and the number of the row of each."""
    filed: dict[str, Any] = {"what": "filed", "at": reading.day("filed", asked.filed)}
    if asked.paper:
        filed["channel"] = "paper"
    if asked.misdirected:
        filed["competent"] = False
    if asked.residence != "metropole":
        filed["residence"] = asked.residence
    events, places = [filed], ["filed"]
    for number, row in enumerate(asked.rows):
        if row.blank:
            continue
        if not row.what:
            reading.errors[f"what{number}"] = _("Choisissez ce qui s’est passé ce jour-là")
            continue
        at = reading.day(f"at{number}", row.at)
        event = {"what": row.what, "at": at, **DETAILS.get(row.detail, {})}
        if row.other:
            other = second_date(row.what, planning=asked.planning)
            event[other] = reading.day(f"other{number}", row.other)
        events.append(event)
        places.append(str(number))
    return events, places


def _regime(asked: Asked) -> dict[str, Any]:
    """A regime of the house by its own values, or the one that was typed."""
    known = next((each for each in offered() if each.id == asked.regime), None)
    if known is not None and known.procedures:
        return {"procedure": known.procedures[0]}
    if known is not None:
        return {"regime": _values(known)}
    months = f"{asked.months}M" if asked.months else ""
    days = f"{asked.days}D" if asked.days else ""
    given: dict[str, Any] = {"silence": asked.silence}
    if months or days:
        given["delay"] = f"P{months}{days}"
    return {"regime": given}


def _values(known: Regime) -> dict[str, Any]:
    given: dict[str, Any] = {"silence": known.silence, "article": known.article}
    if known.delay is not None:
        given["delay"] = known.delay.iso
    return given


def offered() -> tuple[Regime, ...]:
    """The regimes to choose from."""
    return regimes()


def _input_of(field: str, places: list[str]) -> str:
    """The input that a path of the law is about: « events[2].limit » → « other1 »."""
    if not field.startswith("events["):
        return {"regime.delay": "months", "calendar": "calendar", "on": "on"}.get(field, "regime")
    number, _bracket, name = field.removeprefix("events[").partition("]")
    place = places[int(number)]
    name = name.removeprefix(".")
    if place == "filed":
        return "residence" if name == "residence" else "filed"
    if name in {"limit", "received_on", "notified_on", "decided_on"}:
        return f"other{place}"
    if name in {"at", "what"}:
        return f"{name}{place}"
    return f"detail{place}"


def query_of(facts: Facts) -> str:
    """The address part that asks the calculator about these facts."""
    regime = facts.regime
    known = next((each for each in offered() if each.id == regime.id), None)
    same = known is not None and (known.silence, known.delay) == (regime.silence, regime.delay)
    asked: dict[str, str] = {
        "regime": regime.id if same else OTHER,
        "calendar": facts.calendar.name,
    }
    if not same:
        delay = regime.delay
        asked |= {
            "silence": regime.silence,
            "months": str(delay.months) if delay and delay.months else "",
            "days": str(delay.days) if delay and delay.days else "",
        }
    number = 0
    for fact in facts.events:
        if fact.what == "filed":
            asked["filed"] = f"{fact.at:%d/%m/%Y}"
            asked |= {"paper": "1"} if fact.channel == "paper" else {}
            asked |= {} if fact.competent else {"misdirected": "1"}
            asked |= {"residence": fact.residence} if fact.residence else {}
        elif number < MOST_ROWS:
            other = getattr(fact, second_date(fact.what, planning=regime.domain == "planning"))
            asked[f"what{number}"] = fact.what
            asked[f"at{number}"] = f"{fact.at:%d/%m/%Y}"
            asked[f"other{number}"] = f"{other:%d/%m/%Y}" if other else ""
            asked[f"detail{number}"] = _detail_of(fact)
            number += 1
    return urlencode({name: value for name, value in asked.items() if value})


def _detail_of(fact: Fact) -> str:
    """The first thing to say more of a fact that the form has a word for."""
    for word, fields in DETAILS.items():
        if all(getattr(fact, name) == value for name, value in fields.items()):
            return word
    return ""
