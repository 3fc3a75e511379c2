"""What `parvis law` answers: JSON values out of JSON values, no part of the stack needed."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any, NamedTuple

from services.law.calendars import Calendar, calendar
from services.law.contracts import Appeal, Clock, Regime, Step, Tacit, Text, Timeline
from services.law.errors import FactError
from services.law.numbering import modified, read_number, transferred
from services.law.reading import (
    as_object,
    read_day,
    read_facts,
    read_fields,
    read_flag,
    read_on,
    read_text,
)
from services.law.regimes import regimes
from services.law.resolver import Request, resolve
from services.law.rules import rules
from services.law.timeline import timeline

Json = dict[str, Any]
_MOST_WORKING_DAYS = 5000
_FRIDAY = 5


class Answers(NamedTuple):
    """One answer, or a list in the order of the questions; `failed` when one could not be given."""

    value: Json | list[Json]
    failed: bool


def answers_to_text(text: str | bytes, answer: Callable[[object], Json]) -> Answers:
    """What `answer` says of what a file holds, or of each of its list; a bad one answers its error,
    and so does what is not JSON."""
    try:
        document = json.loads(text, object_pairs_hook=as_object)
    except UnicodeDecodeError:
        return unanswered("$", "ce n’est pas un texte en UTF-8")
    except json.JSONDecodeError as wrong:
        return unanswered(
            "$", f"ce n’est pas du JSON : ligne {wrong.lineno}, colonne {wrong.colno}"
        )
    except ValueError:
        return unanswered("$", "un nombre de ce JSON est trop long")
    except RecursionError:
        return unanswered("$", "ce JSON a trop de niveaux")
    return answers_to(document, answer)


def unanswered(field: str, message: str) -> Answers:
    """The answer to what could not be read at all."""
    return Answers({"error": {"field": field, "message": message}}, True)


def answers_to(document: object, answer: Callable[[object], Json]) -> Answers:
    """What `answer` says of a document, or of each document of a list, in its order."""
    if isinstance(document, list):
        answers = [_tried(one, answer) for one in document]
        return Answers(answers, any("error" in one for one in answers))
    only = _tried(document, answer)
    return Answers(only, "error" in only)


def _tried(document: object, answer: Callable[[object], Json]) -> Json:
    try:
        return answer(document)
    except FactError as error:
        return {"error": {"field": error.field, "message": error.message}}


def timeline_answer(document: object) -> Json:
    """The timeline of a document of facts; raises FactError."""
    return as_json(timeline(read_facts(document), on=read_on(document)))


def silence_answer(document: object) -> Json:
    """What silence means for a request filed `on` that day (CRPA L231-1 to -6); raises FactError.

    The other fields are those of `resolver.Request`, each with its own value by default.
    """
    names = [one.name for one in fields(Request)]
    given = read_fields(document, (*names, "on"))
    if "on" not in given:
        raise FactError("on", "le jour du dépôt manque")
    day = read_day(given["on"], "on", calendar("metropole"))
    said = [name for name in names if name in given]
    read = {name: _IN_WORDS.get(name, read_flag)(given[name], name) for name in said}
    found = resolve(Request(**read), on=day)
    return {
        "silence": found.silence,
        "delay": None if found.delay is None else found.delay.iso,
        "basis": found.legal_basis,
        "reason": _text(found.reason),
        "rule_version": found.rule_version,
    }


_IN_WORDS: dict[str, Callable[[object, str], Any]] = {"procedure": read_text, "matter": read_text}


def number_answer(
    text: str, *, modification: int | None = None, transfer: int | None = None
) -> Json:
    """A planning number read in its parts (C. urb. A423-1, A423-2), or the number of its
    modification or of its transfer (A423-3); raises FactError."""
    number = read_number(text)
    if modification is not None:
        number = modified(number, modification)
    if transfer is not None:
        number = transferred(number, transfer)
    return {"number": str(number), "compact": number.compact, **asdict(number)}


def as_json(told: Timeline) -> Json:
    """A timeline as the command prints it: dates are ISO days."""
    return {
        "tacit": _tacit(told.tacit),
        "receipt_due": _day(told.receipt_due),
        "registration_receipt_due": _day(told.registration_receipt_due),
        "appeal": _appeal(told.appeal),
        "appeal_delay_opposable": told.appeal_delay_opposable,
        "reasons_due": _day(told.course.reasons_due_on),
        "notified_on": _day(told.notified_on),
        "revocation": _day(told.revocation_last_day),
        "safe_posting": None
        if told.safe_posting is None
        else {
            "electronic": _day(told.safe_posting.electronic),
            "post": _day(told.safe_posting.post),
            "article": told.safe_posting.article,
        },
        "clock": _clock(told.clock),
        "completeness": None if told.completeness is None else _clock(told.completeness),
        "steps": [_step(step) for step in told.steps],
        "warnings": [_text(text) for text in told.warnings],
        "what_would_move": [_text(text) for text in told.what_would_move],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(text: Text) -> Json:
    return {"fr": text.fr, "en": text.en}


def _appeal(appeal: Appeal | None) -> Json | None:
    if appeal is None:
        return None
    answer: Json = {"last_day": _day(appeal.last_day), "article": appeal.article}
    if appeal.gracious_last_day is not None:
        answer["gracious_last_day"] = _day(appeal.gracious_last_day)
    if appeal.awaits_reasons:
        answer["awaits_reasons"] = True
    return answer


def _tacit(tacit: Tacit | None) -> Json | None:
    if tacit is None:
        return None
    return {
        "effect": tacit.effect,
        "last_day": _day(tacit.last_day),
        "born_on": _day(tacit.born_on),
        "article": tacit.article,
        "appeal": _appeal(tacit.appeal),
    }


def _clock(clock: Clock) -> Json:
    return {
        "state": clock.state,
        "started_on": _day(clock.started_on),
        "paused_since": _day(clock.paused_since),
        "due_on": _day(clock.due_on),
        "article": clock.article,
    }


def _step(step: Step) -> Json:
    return {
        "on": _day(step.on),
        "what": step.what,
        "article": step.article,
        "effective": step.effective,
        "reason": _text(step.text),
        "moves": None if step.moves is None else _text(step.moves),
    }


def working_days(start: str, count: int, name: str) -> Json:
    """The day `count` working days after `start` in that calendar; raises FactError."""
    here = calendar(name)
    day = read_day(start, "from", here)
    if not 0 <= count <= _MOST_WORKING_DAYS:
        raise FactError("count", f"de 0 à {_MOST_WORKING_DAYS} jours ouvrés")
    reached = here.add_working_days(day, count)
    return {
        "from": day.isoformat(),
        "count": count,
        "calendar": name,
        "date": reached.isoformat(),
        "article": here.article,
        "skipped": _skipped(here, day, reached),
    }


def _skipped(here: Calendar, day: date, reached: date) -> list[str]:
    days = (day + timedelta(n) for n in range(1, (reached - day).days))
    return [one.isoformat() for one in days if here.is_holiday(one) and one.isoweekday() <= _FRIDAY]


def regimes_table() -> list[Json]:
    """Every regime, with its basis and its source."""
    return [_regime(row) for row in regimes()]


def rules_table() -> list[Json]:
    """Every version of every rule, with its dates and the fact that fixes it."""
    return [
        {
            "id": one.id,
            "version": one.version,
            "article": one.article,
            "fixed_by": one.fixed_by,
            "value": one.value,
            "text": _text(one.text),
            "in_force_from": _day(one.in_force_from),
            "in_force_to": _day(one.in_force_to),
            "to_verify": one.to_verify,
        }
        for one in rules()
    ]


def _regime(row: Regime) -> Json:
    return {
        "id": row.id,
        "title": _text(row.title),
        "domain": row.domain,
        "nature": row.nature,
        "silence": row.silence,
        "delay": None if row.delay is None else row.delay.iso,
        "clock_start": row.clock_start,
        "article": row.article,
        "basis": row.basis,
        "source": row.source,
        "confidence": row.confidence,
        "in_force_from": _day(row.in_force_from),
        "in_force_to": _day(row.in_force_to),
        "procedures": list(row.procedures),
    }
