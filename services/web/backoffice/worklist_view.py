"""A line of the work list in words: whose turn, by when, what happens otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal
from uuid import UUID

from services.foundation.i18n import _, current_language
from services.web.shared.clocks import silence_for_agent, urgency
from services.web.shared.stages import Names
from services.web.shared.words import short_day
from services.worklist.contracts import View, WorkItem

Kind = Literal["on-time", "soon", "late", "suspended", "done", ""]
Mark = Literal["is-late", "is-suspended", ""]


@dataclass(frozen=True, slots=True)
class Due:
    """One clock in a cell: an icon's `kind`, the date, how far it is, what comes then."""

    kind: Kind
    date: str
    distance: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown."""

    case_id: UUID
    number: str
    former: str
    title: str
    applicant: str
    stage: str
    pieces: Due
    answer: Due
    agent: str
    free: bool
    mark: Mark


def line_of(item: WorkItem, names: Names, people: Mapping[UUID, str], *, today: date) -> Line:
    """The row of one case, seen on a day."""
    answer = answer_due(item, today)
    marks: dict[Kind, Mark] = {"late": "is-late", "suspended": "is-suspended"}
    return Line(
        case_id=item.case_id,
        number=item.number,
        former=", ".join(item.former_numbers),
        title=str(names.titles.get(item.procedure_id, item.title)),
        applicant=item.applicant,
        stage=names.stage(item.procedure_id, item.stage),
        pieces=pieces_due(item, today),
        answer=answer,
        agent=people.get(item.assignee_id, "") if item.assignee_id else "",
        free=item.assignee_id is None and item.state == "open",
        mark=marks.get(answer.kind, ""),
    )


def pieces_due(item: WorkItem, today: date) -> Due:
    """The resident's clock."""
    if item.person_due_on is not None:
        return _due(item.person_due_on, today, _("tour de l’usager"))
    if item.state == "open" and item.next_actor == "person":
        return Due("suspended", _("Attendues"), then=_("tour de l’usager"))
    return Due("done", _("Rien d’attendu"))


def answer_due(item: WorkItem, today: date) -> Due:
    """The collectivity's clock."""
    if item.state == "done":
        return Due("done", _("Clos"))
    if item.paused:
        until = item.person_due_on
        then = _("jusqu’au {day}").format(day=short_day(until)) if until else ""
        return Due("suspended", _("En pause"), then=then)
    if item.due_on is None:
        return Due("", _("Sans délai"))
    owed = {"tacitly_refused": _("motifs à communiquer"), "handed_over": _("export à envoyer")}
    if item.stage in owed:
        return _due(item.due_on, today, owed[item.stage])
    if item.due_on < today:
        return _due(item.due_on, today, silence_born(item.silence))
    return _due(item.due_on, today, silence_for_agent(item.silence))


def silence_born(silence: str | None) -> str:
    """What silence has already done."""
    return {
        "acceptance": _("accord tacite né"),
        "rejection": _("refus tacite né"),
        "flat_rate": _("accord forfaitaire né"),
    }.get(silence or "", "")


def _due(day: date, today: date, then: str) -> Due:
    return _written(day, today, then, current_language())


# A page repeats few days; writing a date costs more than the rest of its cell.
@lru_cache(maxsize=4096)
def _written(day: date, today: date, then: str, _language: str) -> Due:
    urgent = urgency(day, today)
    kind: Kind = "suspended" if urgent == "paused" else urgent
    shown = short_day(day) if abs((day - today).days) < 300 else f"{short_day(day)} {day.year}"
    return Due(kind, shown, distance(day, today), then)


def distance(day: date, today: date) -> str:
    """« dans 12 j », « demain », « il y a 3 j »."""
    left = (day - today).days
    near = {-1: _("hier"), 0: _("aujourd’hui"), 1: _("demain")}
    if left in near:
        return near[left]
    if left < 0:
        return _("il y a {num} j").format(num=-left)
    return _("dans {num} j").format(num=left)


def capped(number: int) -> str:
    """A count that stops: « 99+ »."""
    return "99+" if number > 99 else str(number)


def view_label(view: View) -> str:
    """The name of a view."""
    return {
        "mine": _("À moi"),
        "team": _("Mon équipe"),
        "unassigned": _("À prendre"),
        "to_sign": _("À signer"),
        "waiting": _("De l’usager"),
        "all": _("Tous les dossiers"),
        "done": _("Dossiers clos"),
    }[view]


def empty_words(view: View, *, filtered: bool) -> tuple[str, str]:
    """What an empty list says: nothing here, and what will come."""
    if filtered:
        return (
            _("Aucun dossier ne correspond"),
            _("Élargissez la recherche, ou effacez les filtres."),
        )
    return {
        "mine": (
            _("Rien pour vous"),
            _("Les dossiers que vous prenez en charge arriveront ici."),
        ),
        "team": (
            _("Rien pour votre équipe"),
            _("Les demandes adressées à votre équipe arriveront ici."),
        ),
        "unassigned": (
            _("Rien à prendre"),
            _("Les demandes que personne ne suit encore arriveront ici."),
        ),
        "to_sign": (
            _("Rien à signer"),
            _("Les propositions de votre équipe arriveront ici."),
        ),
        "waiting": (
            _("Rien n’est attendu des usagers"),
            _("Les dossiers qui attendent une pièce arriveront ici."),
        ),
        "all": (
            _("Aucun dossier en cours"),
            _("Les demandes déposées par les usagers arriveront ici."),
        ),
        "done": (_("Aucun dossier clos"), _("Les dossiers décidés ou retirés arriveront ici.")),
    }[view]
