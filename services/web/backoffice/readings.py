"""Who opened which case, when: for those who supervise."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.responses import Response

from services.cases.contracts import Reading
from services.cases.queries.readings import Sought, readings
from services.foundation.database import Agent
from services.foundation.i18n import _
from services.identity import permissions
from services.identity.people import colleagues_of, names_from
from services.web.backoffice.readings_view import line_of
from services.web.shared.door import Doors
from services.web.shared.visit import Visit
from services.web.shared.words import read_day

doors = Doors("backoffice")
PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@doors.get("/agent/{slug}/readings", permission="supervise", act="look_up")
async def register_of_readings(visit: Visit) -> Response:
    """A page of the log of readings, the latest first."""
    tenant, word = visit.tenant, visit.query("day")
    day = read_day(word) if word else None
    wrong = _("Écrivez le jour comme 14/04/2026.") if word and day is None else ""
    number = visit.query("number")[:40].upper()
    async with visit.house.db.transaction(Agent(tenant.id)) as tx:
        found = await readings(
            tx,
            tenant_id=tenant.id,
            teams=permissions.teams_in(visit.agent, tenant.id),
            sought=_sought(number, day, ZoneInfo(tenant.time_zone)),
            after=read_cursor(visit.query("after")),
            limit=PAGE + 1,
        )
        names = names_from(await colleagues_of(tx, tenant.id))
    base = f"/agent/{tenant.slug}/readings"
    kept = {name: text for name, text in (("number", number), ("day", word)) if text}
    shown = found[:PAGE]
    more = kept | {"after": cursor(shown[-1])} if len(found) > PAGE else None
    return visit.page(
        "backoffice/readings.html",
        status=422 if wrong else 200,
        base=base,
        cases=f"/agent/{tenant.slug}/cases",
        asked={"number": number, "day": word},
        wrong=wrong,
        filtered=bool(kept),
        lines=[line_of(each, names, tenant.time_zone) for each in shown],
        begun=bool(visit.query("after")),
        first=f"{base}?{urlencode(kept)}",
        more=f"{base}?{urlencode(more)}" if more else "",
    )


def _sought(number: str, day: date | None, zone: ZoneInfo) -> Sought:
    if day is None:
        return Sought(number)
    begins, ends = (
        datetime.combine(each, time(), zone).astimezone(UTC)
        for each in (day, day + timedelta(days=1))
    )
    return Sought(number, begins, ends)


def cursor(last: Reading) -> str:
    """The end of a page, as an address carries it."""
    return f"{(last.at - EPOCH) // timedelta(microseconds=1)}.{last.id}"


def read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """Where to begin; at the beginning when the address says nothing that can be read."""
    try:
        moment, last = text.split(".")
        return EPOCH + timedelta(microseconds=int(moment)), UUID(last)
    except (ValueError, OverflowError):
        return None
