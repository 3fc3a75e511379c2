"""`parvis relay` and `parvis reconcile`, as operators run them."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select, update

from services.foundation import clock
from services.foundation.database import Database, Public, Relay
from services.foundation.outbox import heartbeat, outbox
from services.standalone.temporal import program
from tests.arranging import BIN, Deployment, a_resident, file_request
from tests.chaos.faults import House, until


@pytest.fixture
async def unfollowed(house: House, collectivities: Deployment) -> None:
    """An open case whose fact was marked as sent, though nothing follows it."""
    nadia = await a_resident(house.db)
    ccg = collectivities.ccg
    await file_request(house.db, ccg, by=nadia, at=clock.now(), procedure=BIN)
    async with house.db.transaction(Relay()) as tx:
        await tx.execute(update(outbox).values(sent_at=clock.now()))


async def parts_alive(db: Database) -> set[str]:
    """Who says that it lives."""
    async with db.transaction(Public()) as tx:
        return {row.part for row in await tx.rows(select(heartbeat.c.part))}


async def facts_waiting(db: Database) -> int:
    async with db.transaction(Relay()) as tx:
        return len(await tx.rows(select(outbox.c.id).where(outbox.c.sent_at.is_(None))))


def command(house: House, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [program("parvis"), *arguments],
        env={"PARVIS_SETTINGS_FILE": str(house.settings_file()), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=house.place.log("command").open("ab"),
        text=True,
    )


@pytest.fixture
async def relay_process(house: House) -> AsyncIterator[subprocess.Popen[str]]:
    """`parvis relay`, alive."""
    process = command(house, "relay", "--metrics-port", str(house.place.ports.take("metrics")))

    async def beats() -> bool:
        assert process.poll() is None, "it stopped while starting"
        return "relay" in await parts_alive(house.db)

    try:
        await until(beats)
        yield process
    finally:
        process.kill()


class TestTheRelay:
    async def test_tells_at_its_start_what_nothing_follows(
        self, house: House, unfollowed: None, relay_process: subprocess.Popen[str]
    ) -> None:
        house.start_worker(["cases"])

        async def followed() -> bool:
            async with house.db.transaction(Relay()) as tx:
                rows = await tx.rows(select(outbox.c.sent_at))
            return len(rows) == 2 and all(row.sent_at for row in rows)

        await until(followed)
        where = f"http://127.0.0.1:{house.place.ports.remembered('metrics')}/metrics"
        async with httpx.AsyncClient(trust_env=False) as http:
            counted = (await http.get(where)).text
        assert 'parvis_outbox_relayed_total{result="sent"} 1.0' in counted

    async def test_asked_to_stop_leaves_within_eight_seconds_and_falls_silent(
        self, house: House, relay_process: subprocess.Popen[str]
    ) -> None:
        await asyncio.to_thread(house.temporal.stop)  # waiting for it must not hold the relay back

        relay_process.terminate()

        assert await asyncio.to_thread(relay_process.wait, 8) == 0
        assert await parts_alive(house.db) == set()


class TestReconcile:
    async def test_tells_again_an_open_case_that_nothing_follows(
        self, house: House, unfollowed: None
    ) -> None:
        process = command(house, "reconcile", "--json")

        answer, _nothing = await asyncio.to_thread(process.communicate, timeout=60)

        assert process.returncode == 0
        assert json.loads(answer) == {"unfollowed": 1, "overdue": 0}
        assert await facts_waiting(house.db) == 1
