"""Calculating a delay: facts in, dates with their articles and reasons out. Nothing is recorded."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs

from starlette.responses import Response

from services.foundation.i18n import _
from services.law.contracts import Timeline
from services.web.backoffice.delays_drawing import drawing_of
from services.web.backoffice.delays_form import OTHER, asked_from, offered, read
from services.web.backoffice.delays_words import (
    calendar_words,
    detail_words,
    residence_words,
    what_words,
)
from services.web.backoffice.worklist_view import silence_born
from services.web.shared.clocks import ClockState, days_left, urgency
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("backoffice")
MOST_VERDICTS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of the few dates that an agent comes for."""

    name: str
    day: date | None
    state: ClockState
    words: str


@doors.get("/agent/{slug}/delays", permission="read_cases")
async def delays(visit: Visit) -> Response:
    query = parse_qs(visit.request.url.query, keep_blank_values=True)
    asked = asked_from(query, calendar=visit.tenant.calendar, more="more" in query)
    begun = "filed" in query and "more" not in query
    found = read(asked, today=visit.today) if begun else None
    told = found.told if found else None
    errors = found.errors if found else {}
    return visit.page(
        "backoffice/delays.html",
        status=422 if errors else 200,
        asked=asked,
        errors=errors,
        summary=[(f"c-{name}", sentence) for name, sentence in errors.items()],
        regimes=_regimes(),
        other=OTHER,
        calendars=calendar_words(),
        residences=residence_words(),
        whats=what_words(),
        details=detail_words(),
        detail_names={word: name for _group, rows in detail_words() for word, name in rows},
        told=told,
        on=found.on if found else visit.today,
        verdicts=_verdicts(told, found.on) if told and found else [],
        drawing=drawing_of(told, on=found.on) if told and found else None,
    )


def _regimes() -> list[tuple[str, list[tuple[str, str]]]]:
    """The regimes by domain."""
    names = {
        "planning": _("Urbanisme"),
        "general": _("Cas général et autres démarches"),
        "social": _("Action sociale"),
    }
    return [
        (name, [(each.id, str(each.title)) for each in offered() if each.domain == domain])
        for domain, name in names.items()
    ]


def _verdicts(told: Timeline, on: date) -> list[Verdict]:
    """The answer, what silence does, the appeal, the receipt: those that these facts give."""
    found = [_answer(told, on)]
    tacit = told.tacit
    if tacit is not None and tacit.born_on <= on:
        born = silence_born(tacit.effect)
        found.append(Verdict(_("Décision née du silence"), tacit.born_on, "late", born))
    elif tacit is not None:
        found.append(Verdict(_("Sans réponse"), tacit.born_on, "", _then(tacit.effect)))
    appeal = told.appeal or (tacit.appeal if tacit else None)
    if appeal is not None:
        until = _("Recours possible jusqu’au")
        if appeal.awaits_reasons:
            until = _("Recours possible au moins jusqu’au")
        found.append(Verdict(until, appeal.last_day, "", appeal.article))
    if told.receipt_due is not None and len(found) < MOST_VERDICTS:
        found.append(_receipt(told, told.receipt_due, on))
    return found


def _receipt(told: Timeline, due: date, on: date) -> Verdict:
    name = _("Accusé de réception dû le")
    if any(fact.what == "receipt_sent" for fact in told.facts.events):
        return Verdict(name, due, "done", _("Envoyé"))
    return Verdict(name, due, urgency(due, on), days_left(due, on))


def _answer(told: Timeline, on: date) -> Verdict:
    clock, name = told.clock, _("Répondre au plus tard le")
    due = clock.due_on
    if clock.state == "running" and due is not None:
        return Verdict(name, due, urgency(due, on), days_left(due, on))
    if clock.state == "paused":
        return Verdict(name, due, "paused", _("En pause"))
    decided = told.course.decided
    if decided is not None:
        word = _("Accord") if decided.decision == "grant" else _("Refus")
        return Verdict(_("Décision notifiée le"), decided.on, "done", word)
    if clock.state == "done":
        last = told.tacit.last_day if told.tacit else None
        return Verdict(name, last, "done", _("Délai clos"))
    if clock.state == "not_started":
        return Verdict(name, None, "paused", _("Le délai n’a pas commencé"))
    return Verdict(name, None, "", _("Aucun délai ne court"))


def _then(effect: str) -> str:
    return {
        "acceptance": _("accord tacite"),
        "rejection": _("refus tacite"),
        "flat_rate": _("accord forfaitaire"),
    }.get(effect, "")
