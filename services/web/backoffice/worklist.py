"""The work list of a collectivity: views with their counts, filters, both clocks, by keyset."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from services.foundation.database import Agent
from services.identity import permissions
from services.identity.people import names_from, names_question
from services.web.backoffice.at_work import viewer_of
from services.web.backoffice.worklist_view import (
    capped,
    empty_words,
    line_of,
    view_label,
)
from services.web.shared.door import Doors
from services.web.shared.stages import Names
from services.web.shared.visit import Visit
from services.worklist import queries as worklist
from services.worklist.contracts import VIEWS, Cursor, Filters, Sort, View, Viewer

doors = Doors("backoffice")
PAGE = 50
DAYS_OF = {"late": -1, "week": 7, "month": 30}
ASKED = ("procedure", "stage", "due", "number", "sort")


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A view in the menu."""

    id: View
    label: str
    count: str
    address: str


@doors.get("/agent/{slug}/cases", permission="read_cases", act="look_up")
async def cases(visit: Visit) -> Response:
    viewer = viewer_of(visit)
    view = _view(visit, viewer)
    sort: Sort = "received" if visit.query("sort") == "received" else "due"
    names = await visit.house.stages.of(viewer.tenant_id, on=visit.today)
    filters = _filters(visit, names)
    after = read_cursor(visit.query("after"))
    counted, found, agents = await visit.house.db.ask(
        Agent(viewer.tenant_id),
        [
            worklist.counts_question(viewer),
            worklist.page_question(
                viewer=viewer, view=view, filters=filters, sort=sort, after=after, limit=PAGE
            ),
            names_question(viewer.tenant_id),
        ],
    )
    counts, page = worklist.counts_from(counted), worklist.page_from(found, limit=PAGE)
    people = names_from(agents)
    base = f"/agent/{visit.tenant.slug}/cases"
    kept = {"view": view} | {name: visit.query(name) for name in ASKED if visit.query(name)}
    filtered = filters != Filters()
    return visit.page(
        "backoffice/worklist.html",
        base=base,
        view=view,
        title=view_label(view),
        views=_menu(base, counts, viewer),
        counts=counts,
        procedures=sorted((id_, str(title)) for id_, title in names.titles.items()),
        stages=names.choices(),
        asked={name: visit.query(name) for name in ASKED},
        lines=[line_of(item, names, people, today=visit.today) for item in page.items],
        due=visit.house.pages.kept("backoffice/due.html", "due"),
        nothing=empty_words(view, filtered=filtered),
        filtered=filtered,
        begun=bool(visit.query("after")),
        first=f"{base}?{urlencode(kept)}",
        more=f"{base}?{urlencode(kept | {'after': cursor(page.next_cursor)})}"
        if page.next_cursor
        else "",
        may_claim=any(
            permissions.may(visit.agent, right, tenant_id=viewer.tenant_id)
            for right in ("instruct", "supervise")
        ),
    )


def _view(visit: Visit, viewer: Viewer) -> View:
    """The view asked for; else what this agent most likely comes for."""
    for view in VIEWS:
        if visit.query("view") == view:
            return view
    roles = permissions.roles_in(visit.agent, viewer.tenant_id)
    if "signatory" in roles and "instructor" not in roles:
        return "to_sign"
    return "team" if viewer.team_ids else "all"


def _filters(visit: Visit, names: Names) -> Filters:
    """What narrows the list; a value that means nothing here narrows nothing."""
    procedure, stage = visit.query("procedure"), visit.query("stage")
    days = DAYS_OF.get(visit.query("due"))
    return Filters(
        procedure_id=procedure if procedure in names.titles else None,
        stage=stage if stage in dict(names.choices()) else None,
        due_by=visit.today + timedelta(days=days) if days is not None else None,
        number=visit.query("number")[:40].upper() or None,
    )


def _menu(base: str, counts: dict[View, int], viewer: Viewer) -> dict[str, list[ViewLink]]:
    """The views in their three groups; an agent of no team has no team's view."""
    links = {
        view: ViewLink(view, view_label(view), capped(counts[view]), f"{base}?view={view}")
        for view in VIEWS
    }
    todo: list[View] = ["mine", "unassigned", "to_sign"]
    if viewer.team_ids:
        todo.insert(1, "team")
    return {
        "todo": [links[view] for view in todo],
        "waiting": [links["waiting"]],
        "all": [links["all"], links["done"]],
    }


def cursor(end: Cursor | None) -> str:
    """The end of a page, as an address carries it."""
    if end is None:
        return ""
    received = int(end.received_at.timestamp() * 1_000_000)
    return f"{int(end.paused)}.{end.due_on.isoformat()}.{received}.{end.id}"


def read_cursor(text: str) -> Cursor | None:
    """Where to begin; at the beginning when the address says nothing that can be read."""
    try:
        paused, due_on, received, last = text.split(".")
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(received))
        return Cursor(paused == "1", date.fromisoformat(due_on), moment, UUID(last))
    except (ValueError, OverflowError):
        return None
