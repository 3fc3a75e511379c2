"""The two clocks of a case, in words: whose turn it is, by when, and what happens otherwise."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.foundation.i18n import _, ngettext
from services.law.contracts import Silence, Timeline
from services.web.shared.words import short_day, weekday

ClockState = Literal["on-time", "soon", "late", "paused", "done", ""]
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One party's clock. `progress` is a percentage, None where there is no bar to draw."""

    who: str
    state: ClockState
    words: str
    what: str = ""
    note: str = ""
    progress: float | None = None
    since: date | None = None
    until: date | None = None


def urgency(due_on: date, today: date) -> ClockState:
    """Late after its last day, soon in its last week."""
    left = (due_on - today).days
    if left < 0:
        return "late"
    return "soon" if left <= SOON_DAYS else "on-time"


def days_left(due_on: date, today: date) -> str:
    """« Dans 24 jours », « Aujourd’hui », « Dépassé de 3 jours »."""
    left = (due_on - today).days
    if left < 0:
        return ngettext("Dépassé de {num} jour", "Dépassé de {num} jours", -left).format(num=-left)
    if left == 0:
        return _("Aujourd’hui")
    return ngettext("Dans {num} jour", "Dans {num} jours", left).format(num=left)


def progress(since: date, until: date, today: date) -> float:
    """How much of a delay is spent, in percent."""
    whole = max((until - since).days, 1)
    return round(min(max((today - since).days / whole, 0), 1) * 100, 1)


def running(who: str, *, what: str, note: str, since: date, until: date, today: date) -> ClockRow:
    """A clock that runs towards a day."""
    return ClockRow(
        who=who,
        state=urgency(until, today),
        words=days_left(until, today),
        what=what,
        note=note,
        progress=progress(since, until, today),
        since=since,
        until=until,
    )


def clocks_of_resident(
    timeline: Timeline, *, pieces_limit: date | None, awaited: bool, today: date
) -> list[ClockRow]:
    """What the resident sees: her turn first when there is one, then the collectivity's."""
    rows = []
    clock = timeline.clock
    if awaited:
        rows.append(_her_turn(timeline, pieces_limit, today))
    if clock.state == "paused":
        rows.append(
            ClockRow(
                who=_("Notre tour"),
                state="paused",
                words=_("En pause"),
                what=_("Vous répondre après votre envoi"),
                note=_("Le délai reprend quand nous recevons la pièce."),
            )
        )
    elif clock.state == "running" and clock.due_on and clock.started_on:
        rows.append(
            running(
                _("Notre tour"),
                what=_("Vous répondre au plus tard le {day}").format(day=weekday(clock.due_on)),
                note=silence_for_resident(timeline, clock.due_on) + _may_change(timeline, today),
                since=clock.started_on,
                until=clock.due_on,
                today=today,
            )
        )
    return rows


def _may_change(timeline: Timeline, today: date) -> str:
    """Planning: what the first month may still bring (C. urb. R423-5)."""
    last = timeline.course.completeness_last_day
    if last is None or today > last:
        return ""
    return " " + _(
        "Jusqu’au {day}, nous pouvons encore vous demander des pièces ou allonger ce délai."
    ).format(day=short_day(last))


def _her_turn(timeline: Timeline, limit: date | None, today: date) -> ClockRow:
    if limit is None:
        return ClockRow(who=_("Votre tour"), state="", words="", what=_("Envoyer la pièce"))
    return running(
        _("Votre tour"),
        what=_("Envoyer la pièce d’ici au {day}").format(day=weekday(limit)),
        note=_("Passé ce jour, le dossier est refusé (C. urb. R423-39).")
        if timeline.course.pieces_limit
        else _("Passé ce jour, l’examen reprend avec ce que nous avons reçu."),
        since=timeline.clock.paused_since or today,
        until=limit,
        today=today,
    )


def silence_for_resident(timeline: Timeline, due_on: date) -> str:
    """What no answer will mean, in the resident's words."""
    told = {
        "acceptance": _("Sans réponse à cette date, votre demande est acceptée."),
        "rejection": _(
            "Sans réponse à cette date, votre demande est refusée. Vous pourrez la contester."
        ),
        "flat_rate": _("Sans réponse à cette date, une aide forfaitaire vous est accordée."),
        "none": "",
    }
    return told[_effect(timeline)]


def _effect(timeline: Timeline) -> Silence:
    """What silence will mean as the facts stand: an opinion may have turned it round."""
    return timeline.tacit.effect if timeline.tacit else timeline.facts.regime.silence


def silence_for_agent(silence: str | None) -> str:
    """What no answer will mean, in the agent's words."""
    return {
        "acceptance": _("puis accord tacite"),
        "rejection": _("puis refus tacite"),
        "flat_rate": _("puis accord forfaitaire"),
    }.get(silence or "", "")


def clocks_of_agent(
    timeline: Timeline, *, pieces_limit: date | None, awaited: bool, today: date
) -> list[ClockRow]:
    """What the agent sees: pieces, then answer, with the last safe days to send."""
    return [_pieces_row(timeline, pieces_limit, awaited, today), _answer_row(timeline, today)]


def _pieces_row(
    timeline: Timeline, pieces_limit: date | None, awaited: bool, today: date
) -> ClockRow:
    who = _("Pièces")
    since = timeline.clock.paused_since or timeline.course.awaiting_since
    if not awaited:
        return ClockRow(who, "done", _("Rien d’attendu"), note=_completeness_note(timeline, today))
    if pieces_limit is None:
        return ClockRow(who, "", "", what=_("Attendues, sans date limite"))
    return running(
        who,
        what=weekday(pieces_limit),
        note=_("Tour de l’usager."),
        since=since or today,
        until=pieces_limit,
        today=today,
    )


def _completeness_note(timeline: Timeline, today: date) -> str:
    """Planning: until when a request of pieces still counts."""
    last = timeline.course.completeness_last_day
    if last is None or today > last:
        return ""
    return _("Le mois pour demander une pièce finit le {day} (C. urb. R423-38).").format(
        day=short_day(last)
    )


def _answer_row(timeline: Timeline, today: date) -> ClockRow:
    who, clock = _("Réponse"), timeline.clock
    if clock.state == "paused":
        since = short_day(clock.paused_since) if clock.paused_since else ""
        note = _("Suspendu depuis le {day} ({article}).").format(day=since, article=clock.article)
        return ClockRow(who, "paused", _("En pause"), note=note)
    if clock.state == "running" and clock.due_on and clock.started_on:
        return running(
            who,
            what=weekday(clock.due_on),
            note=_running_note(timeline),
            since=clock.started_on,
            until=clock.due_on,
            today=today,
        )
    if clock.state == "done":
        return ClockRow(who, "done", _("Délai clos"), note=_closed_note(timeline))
    return ClockRow(who, "", "", what=_("Aucun délai ne court"))


def _running_note(timeline: Timeline) -> str:
    then = silence_for_agent(_effect(timeline))
    article = timeline.tacit.article if timeline.tacit else timeline.clock.article
    note = f"{then.capitalize()} ({article})." if then else ""
    safe = timeline.safe_posting
    if safe is not None:
        note += " " + _(
            "Dernier envoi électronique sûr le {electronic}, par la poste le {post}."
        ).format(electronic=short_day(safe.electronic), post=short_day(safe.post))
    # An abbreviated month ends with its own full stop.
    return note.strip().replace("..", ".")


def _closed_note(timeline: Timeline) -> str:
    tacit = timeline.tacit
    if tacit is None:
        return ""
    told = _("Accord tacite né le {day} ({article}).")
    if tacit.effect == "rejection":
        told = _("Refus tacite né le {day} ({article}).")
    return told.format(day=short_day(tacit.born_on), article=tacit.article)
