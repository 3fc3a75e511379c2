"""How many SQL statements a page costs, as the server's own log tells: sessions and contexts too.

Only the ends of transactions are left out (BEGIN, COMMIT, ROLLBACK).
"""

import asyncio
import re
import time
from dataclasses import dataclass
from uuid import UUID

import httpx
import psycopg
from psycopg import sql

from bench.ground import Resident, lay, seat_agent, write_drafts
from bench.house import House
from services.cases.actions.submit_case import submit_case
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import Settings

LIST_AIM, CASE_AIM = 6, 10
CASES = 50
VISITS = 10
_STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): (?!BEGIN|COMMIT|ROLLBACK)(\S.*)")


def measure(house: House) -> list[dict[str, object]]:
    """`worklist_statements` and `case_page_statements`, over a list of fifty cases."""
    settings = house.database("statements")
    admin_url = settings.database_admin_url
    residents = lay(settings, admin_url, tenants=1)
    case_id = asyncio.run(_file(settings, residents[0]))
    key = seat_agent(admin_url, residents[0].tenant_id)
    _tell_everything(admin_url, "statements")
    slug = residents[0].slug
    # One process: what it remembers is warm at the second visit.
    with house.web(settings, workers=1) as port:
        door = _Door(house, f"http://127.0.0.1:{port}", key)
        listed = door.cost(f"/agent/{slug}/cases?view=all")
        opened = door.cost(f"/agent/{slug}/cases/{case_id}")
    return [
        _told("worklist_statements", listed, LIST_AIM, f"a work-list page of {CASES}"),
        _told("case_page_statements", opened, CASE_AIM, "a case page"),
    ]


def _told(name: str, value: float, aim: int, what: str) -> dict[str, object]:
    return {
        "name": name,
        "value": value,
        "unit": "statements",
        "limit": aim,
        "ratio": round(value / aim, 2),
        "meaning": f"SQL statements for {what}, session and contexts included; aim ≤ {aim}",
    }


@dataclass(frozen=True, slots=True)
class _Door:
    house: House
    base_url: str
    key: str

    def cost(self, address: str) -> float:
        """The statements of one page, once caches are warm: the mean of some, since what a process
        does by itself now and then (sharing its counts) falls between them."""
        self._get(address)
        log = self.house.place.log("postgres")
        time.sleep(0.5)  # the server's log and the bell are written a moment later
        begun = log.stat().st_size
        for _visit in range(VISITS):
            self._get(address)
        time.sleep(0.5)
        with log.open("rb") as lines:
            lines.seek(begun)
            told = _STATEMENT.findall(lines.read().decode(errors="replace"))
        return len(told) / VISITS

    def _get(self, address: str) -> None:
        answer = httpx.get(
            self.base_url + address,
            cookies={"parvis_session": self.key},
            timeout=30,
            trust_env=False,
        )
        assert answer.status_code == httpx.codes.OK, answer.status_code


async def _file(settings: Settings, who: Resident) -> UUID:
    """Fifty cases of one commune, filed as residents do; answers one of them."""
    db = Database(settings.database_url, pool_size=2)
    drafts = write_drafts(settings, settings.database_admin_url, [who], CASES)
    for _who, draft_id in drafts:
        await submit_case(
            db,
            by=who.person_id,
            draft_id=draft_id,
            revision=1,
            electronic=True,
            wording="1",
            at=clock.now(),
        )
    await db.close()
    return drafts[0][1]


def _tell_everything(admin_url: str, name: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        statement = sql.SQL("ALTER DATABASE {} SET log_statement = 'all'")
        connection.execute(statement.format(sql.Identifier(name)))
