"""Facts read from JSON-like values, with the field and the reason when they cannot be.

FactError messages are in French; the field is a path such as `events[1].limit`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast, get_args

from services.law._fields import FIELDS, PLANNING_FIELDS, WHATS, FieldOfFact
from services.law.calendars import Calendar, calendar
from services.law.contracts import Domain, Fact, Facts, Regime, Silence, Text
from services.law.errors import FactError
from services.law.periods import parse_delay
from services.law.regimes import bare_regime, regime_for

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(1990, 2100)
_TOP = ("regime", "procedure", "calendar", "events", "on")
_REGIME = ("silence", "delay", "domain", "nature", "article")
# A row of `parvis law regimes` may be given back as it is: the rest only describes it.
DESCRIBES = (
    *("id", "title", "basis", "source", "confidence", "clock_start"),
    *("in_force_from", "in_force_to", "procedures"),
)
MOST_MONTHS = 24
MOST_EVENTS = 1000


def read_facts(document: object) -> Facts:
    """The facts of a document; raises FactError with the field at fault."""
    given = read_fields(document, _TOP)
    zone = _calendar(given.get("calendar", "metropole"))
    events = _events(given.get("events"), zone)
    filed = next(fact for fact in events if fact.what == "filed")
    regime, procedure = _regime(given, filed)
    return Facts(regime, zone, events, procedure, _remarks(given, regime))


def read_on(document: object) -> date | None:
    """The day the document asks about, when it says one."""
    given = _object(document, "$")
    if given.get("on") is None:
        return None
    return read_day(given["on"], "on", _calendar(given.get("calendar", "metropole")))


def read_day(value: object, field: str, zone: Calendar) -> date:
    """A local day, or the local day of an instant; raises FactError on `field`."""
    return _date(value, field, zone)[0]


class _Ambiguous(dict[str, Any]):
    """An object that gives one of its fields twice."""

    field = ""


def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these fields; one that gives a field twice is refused when it is read."""
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    ambiguous = _Ambiguous(plain)
    counted = Counter(name for name, _ in pairs)
    ambiguous.field = counted.most_common(1)[0][0]
    return ambiguous


def read_fields(document: object, known: Sequence[str]) -> Mapping[str, Any]:
    """The fields of an object that has none but `known`; raises FactError with the one at fault."""
    given = _object(document, "$")
    _only(given, known, "")
    return given


def read_flag(value: object, field: str) -> bool:
    """True or false; raises FactError on `field`."""
    if not isinstance(value, bool):
        raise FactError(field, "true ou false est attendu")
    return value


def _object(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise FactError(field, "un objet JSON est attendu")
    return value


def _only(given: Mapping[str, Any], known: Sequence[str], prefix: str) -> None:
    if isinstance(given, _Ambiguous):
        raise FactError(f"{prefix}{given.field}", "ce champ est donné deux fois")
    for name in given:
        if name not in known:
            allowed = ", ".join(known)
            raise FactError(f"{prefix}{name}" or "$", f"champ inconnu ; champs connus : {allowed}")


def _calendar(value: object) -> Calendar:
    return calendar(read_text(value, "calendar"))


def read_text(value: object, field: str) -> str:
    """A text that says something; raises FactError on `field`."""
    if not isinstance(value, str) or not value.strip():
        raise FactError(field, "un texte est attendu")
    return value


def _choice(value: object, choices: Sequence[str], field: str) -> str:
    if not isinstance(value, str) or value not in choices:
        shown = value if isinstance(value, str) else repr(value)
        raise FactError(field, f"« {shown} » n’est pas l’un de : {', '.join(choices)}")
    return value


# The regime


def _regime(given: Mapping[str, Any], filed: Fact) -> tuple[Regime, str | None]:
    if "procedure" in given and "regime" in given:
        raise FactError("procedure", "donnez un régime ou une démarche, pas les deux")
    if "procedure" in given:
        procedure = read_text(given["procedure"], "procedure")
        return regime_for(procedure, on=filed.at), procedure
    if "regime" not in given:
        raise FactError("regime", "un régime (« regime ») ou une démarche (« procedure ») manque")
    regime = _object(given["regime"], "regime")
    _only(regime, (*_REGIME, *DESCRIBES), "regime.")
    if "silence" not in regime:
        raise FactError("regime.silence", "le sens du silence manque")
    silence = cast("Silence", _choice(regime["silence"], get_args(Silence), "regime.silence"))
    domain = _choice(regime.get("domain", "general"), get_args(Domain), "regime.domain")
    delay = regime.get("delay")
    if delay is None and silence != "none":
        raise FactError("regime.delay", "le délai manque (durée ISO 8601, par exemple P2M)")
    article = regime.get("article")
    nature = regime.get("nature")
    return (
        bare_regime(
            silence,
            None if delay is None else parse_delay(read_text(delay, "regime.delay")),
            domain=cast("Domain", domain),
            article="" if article is None else read_text(article, "regime.article"),
            nature=None if nature is None else read_text(nature, "regime.nature"),
        ),
        None,
    )


# The events


def _events(value: object, zone: Calendar) -> tuple[Fact, ...]:
    if not isinstance(value, list):
        raise FactError("events", "une liste de faits est attendue")
    if len(value) > MOST_EVENTS:
        raise FactError("events", f"plus de {MOST_EVENTS} faits")
    read = [_event(one, f"events[{index}]", zone) for index, one in enumerate(value)]
    filings = [fact for fact, _ in read if fact.what == "filed"]
    if not filings:
        raise FactError("events", "le fait « filed » (dépôt) manque")
    if len(filings) > 1:
        raise FactError(filings[1].place, "une demande n’est déposée qu’une fois")
    for fact, _ in read:
        if fact.at < filings[0].at:
            raise FactError(f"{fact.place}.at", "ce fait précède le dépôt")
    ordered = sorted(read, key=lambda one: (one[0].at, one[0].what != "filed", one[1]))
    return tuple(fact for fact, _ in ordered)


def _event(value: object, place: str, zone: Calendar) -> tuple[Fact, time]:
    given = _object(value, place)
    _only(given, ("at", "what", *FIELDS), f"{place}.")
    for name in ("at", "what"):
        if name not in given:
            raise FactError(f"{place}.{name}", "ce champ est obligatoire")
    what = _choice(given["what"], WHATS, f"{place}.what")
    at, moment = _date(given["at"], f"{place}.at", zone)
    fields: dict[str, Any] = {}
    for name, field in FIELDS.items():
        if given.get(name) is not None:
            fields[name] = _value(given[name], field, f"{place}.{name}", zone)
        elif what in field.required:
            raise FactError(f"{place}.{name}", f"ce champ est obligatoire pour « {what} »")
    for name in ("limit", "received_on", "notified_on"):
        if name in fields and fields[name] < at:
            raise FactError(f"{place}.{name}", "cette date précède le fait lui-même")
    if what == "decision_notified" and fields.get("decided_on", at) > at:
        raise FactError(f"{place}.decided_on", "cette date suit la notification")
    return Fact(at=at, what=cast("Any", what), place=place, **fields), moment


def _value(value: object, field: FieldOfFact, place: str, zone: Calendar) -> object:
    if field.kind == "date":
        return read_day(value, place, zone)
    if field.kind == "choice":
        return _choice(value, field.choices, place)
    if field.kind == "text":
        return read_text(value, place)
    if field.kind == "bool":
        return read_flag(value, place)
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactError(place, "un nombre entier de mois est attendu")
    if not 0 < value <= MOST_MONTHS:
        raise FactError(place, f"de 1 à {MOST_MONTHS} mois")
    return value


def _date(value: object, field: str, zone: Calendar) -> tuple[date, time]:
    """A local date, and the time of day when one is given; an instant is read in the zone."""
    day, moment = _moment(value, field, zone)
    if day.year not in _YEARS:
        raise FactError(field, f"année hors de {_YEARS.start}-{_YEARS.stop - 1}")
    return day, moment


def _moment(value: object, field: str, zone: Calendar) -> tuple[date, time]:
    if not isinstance(value, str):
        raise FactError(field, "une date AAAA-MM-JJ est attendue")
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value), time.min
        if _DAY.match(value) and "T" in value:
            instant = zone.local(datetime.fromisoformat(value))
            return instant.date(), instant.time()
    except (ValueError, OverflowError):
        pass
    raise FactError(field, f"« {value} » n’est pas une date AAAA-MM-JJ du calendrier")


def _remarks(given: Mapping[str, Any], regime: Regime) -> tuple[Text, ...]:
    """Fields that mean nothing for their fact are said, not silently dropped."""
    remarks = []
    for index, event in enumerate(given["events"]):
        for name in event:
            place = f"events[{index}].{name}"
            if name in PLANNING_FIELDS and regime.domain != "planning":
                remarks.append(
                    Text(
                        f"{place} : ce champ ne vaut qu’en urbanisme ; nommez la démarche"
                        " (« procedure ») ou le domaine (« regime.domain »).",
                        f"{place}: this field counts in planning only; name the procedure"
                        " (“procedure”) or the domain (“regime.domain”).",
                    )
                )
            elif name in FIELDS and event["what"] not in FIELDS[name].of:
                remarks.append(
                    Text(
                        f"{place} : ce champ ne dit rien pour « {event['what']} », il est ignoré.",
                        f"{place}: this field says nothing of “{event['what']}”, it is ignored.",
                    )
                )
    return tuple(remarks)
