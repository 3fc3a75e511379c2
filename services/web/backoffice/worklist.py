"""The work list: mine, my team's, all I may see; the most urgent first, those paused last."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from services.cases.queries.case_files import agent_names
from services.foundation.database import Agent
from services.foundation.i18n import _
from services.web.backoffice.at_work import at_work, viewer
from services.web.shared.clocks import ClockState, silence_for_agent, urgency
from services.web.shared.door import Doors
from services.web.shared.stages import Names
from services.web.shared.visit import Visit
from services.web.shared.words import short_day
from services.worklist import queries as worklist
from services.worklist.contracts import COUNTED_UP_TO, VIEWS, Cursor, Filters, Sort, View, WorkItem

doors = Doors("backoffice")
A_PAGE = 50
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A clock in a cell: its state, a date, how far it is, what comes next."""

    state: ClockState
    day: str = ""
    far: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list, in words."""

    item: WorkItem
    stage: str
    pieces: Due | None
    answer: Due
    agent: str
    row: str


@doors.get("/agent/{slug}/cases", permission="read_cases")
async def cases(visit: Visit) -> Response:
    agent = at_work(visit)
    whose = viewer(agent)
    names = await visit.house.stages.of(agent.tenant_id, on=visit.today)
    sort: Sort = "received" if visit.query("sort") == "received" else "due"
    async with visit.house.db.transaction(Agent(agent.tenant_id)) as tx:
        counts = await worklist.counts_in(tx, viewer=whose)
        view = _view(visit, counts, has_team=bool(agent.team_ids))
        page = await worklist.page_in(
            tx,
            viewer=whose,
            view=view,
            filters=_filters(visit),
            sort=sort,
            after=_read_cursor(visit.query("after")),
            limit=A_PAGE,
        )
        people = await agent_names(tx, agent.tenant_id)
    return visit.page(
        "backoffice/worklist.html",
        agent=agent,
        base=f"/agent/{visit.tenant.slug}/cases",
        view=view,
        views=_views(counts, has_team=bool(agent.team_ids)),
        titles=view_titles(),
        today=visit.today,
        lines=[_line(item, names, people, visit.today) for item in page.items],
        query={key: visit.query(key) for key in ("number", "procedure", "stage", "due", "sort")},
        filtered=any(visit.query(key) for key in ("number", "procedure", "stage", "due")),
        procedures=sorted((id_, str(title)) for id_, title in names.titles.items()),
        stages=names.choices(),
        next=_next(visit, view, page.next_cursor) if page.next_cursor else "",
        first=_address(visit, view) if visit.query("after") else "",
    )


def view_titles() -> dict[View, str]:
    """What a view is called."""
    return {
        "mine": _("À moi"),
        "team": _("Mon équipe"),
        "all": _("Tous les dossiers ouverts"),
        "unassigned": _("À prendre"),
        "to_sign": _("À signer"),
        "waiting": _("En attente de l’usager"),
        "done": _("Clos"),
    }


def _view(visit: Visit, counts: Mapping[View, int], *, has_team: bool) -> View:
    """The view that was asked for, else the first that has something to do."""
    asked = visit.query("view")
    if asked in VIEWS:
        return next(view for view in VIEWS if view == asked)
    if counts["mine"]:
        return "mine"
    return "team" if has_team else "all"


def _views(counts: Mapping[View, int], *, has_team: bool) -> list[tuple[View, str]]:
    """The views with their counts, capped: « 99+ »."""
    return [
        (view, f"{COUNTED_UP_TO - 1}+" if counts[view] >= COUNTED_UP_TO else str(counts[view]))
        for view in get_args(View)
        if view != "team" or has_team
    ]


def _filters(visit: Visit) -> Filters:
    due = {"late": visit.today - timedelta(days=1), "week": visit.today + SOON}
    return Filters(
        procedure_id=visit.query("procedure") or None,
        stage=visit.query("stage") or None,
        due_by=due.get(visit.query("due")),
        number=visit.query("number")[:40] or None,
    )


def _line(item: WorkItem, names: Names, people: Mapping[UUID, str], today: date) -> Line:
    answer = _answer(item, today)
    row = "is-late" if answer.state == "late" else "is-suspended" if item.paused else ""
    return Line(
        item=item,
        stage=names.stage(item.procedure_id, item.stage),
        pieces=_pieces(item, today),
        answer=answer,
        agent=people.get(item.assignee_id, "") if item.assignee_id else "",
        row=row,
    )


def _pieces(item: WorkItem, today: date) -> Due | None:
    """The resident's clock, when something is awaited from her."""
    if item.person_due_on is None:
        return None
    due = item.person_due_on
    return Due(urgency(due, today), short_day(due), far(due, today), _("tour de l’usager"))


def _answer(item: WorkItem, today: date) -> Due:
    """The collectivity's clock."""
    if item.state == "done":
        return Due("done", _("Clos"))
    if item.paused:
        return Due("paused", _("En pause"))
    if item.due_on is None:
        return Due("", "–")
    then = silence_for_agent(item.silence)
    return Due(urgency(item.due_on, today), short_day(item.due_on), far(item.due_on, today), then)


def far(due: date, today: date) -> str:
    """« demain », « dans 12 j », « il y a 3 j »."""
    days = (due - today).days
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if days in near:
        return near[days]
    told = _("dans {num} j") if days > 0 else _("il y a {num} j")
    return told.format(num=abs(days))


def _address(visit: Visit, view: View, **more: str) -> str:
    kept = {key: visit.query(key) for key in ("number", "procedure", "stage", "due", "sort")}
    words = {"view": view, **{key: word for key, word in kept.items() if word}, **more}
    return f"/agent/{visit.tenant.slug}/cases?{urlencode(words)}"


def _next(visit: Visit, view: View, cursor: Cursor) -> str:
    word = json.dumps(
        [cursor.paused, cursor.due_on.isoformat(), cursor.received_at.isoformat(), str(cursor.id)]
    )
    return _address(visit, view, after=urlsafe_b64encode(word.encode()).decode())


def _read_cursor(word: str) -> Cursor | None:
    """Where the page begins; an altered word begins at the top."""
    try:
        paused, due_on, received_at, id_ = json.loads(urlsafe_b64decode(word))
        return Cursor(
            bool(paused),
            date.fromisoformat(due_on),
            datetime.fromisoformat(received_at),
            UUID(id_),
        )
    except (NotBase64, ValueError, TypeError, AttributeError):
        return None
