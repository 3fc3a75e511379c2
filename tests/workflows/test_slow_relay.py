"""A relay that takes its time over a heavy mail: letters do not wait for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.mailbox import Mailbox
from tests.arranging import BIN, OCCUPATION, Deployment, a_resident, file_request
from tests.handing import BRIARE, hand
from tests.workflows.living import MORNING, Life, life


@dataclass(slots=True)
class _SlowFor:
    """Keeps whoever writes to this address waiting, until it is told to go on."""

    address: str
    came: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    others: asyncio.Queue[list[str]] = field(default_factory=asyncio.Queue)

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 - the name aiosmtpd looks for
        if self.address in envelope.rcpt_tos:
            self.came.set()
            await self.go_on.wait()
        elif self.came.is_set():
            self.others.put_nowait(envelope.rcpt_tos)
        return "250 kept"


@pytest.fixture
def slow() -> _SlowFor:
    return _SlowFor(BRIARE.email)


@pytest.fixture
async def lived(
    arranged_database: Database,
    parts: Settings,
    mailbox: Mailbox,
    slow: _SlowFor,
    time_skipping_server: str,
) -> AsyncIterator[Life]:
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(slow, hostname="relay.example"), "127.0.0.1", 0
    )
    async with server:
        url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        settings = parts.model_copy(update={"smtp_url": url})
        async with life(
            arranged_database, settings, mailbox.folder, time_skipping_server
        ) as running:
            yield running
            slow.go_on.set()


async def test_delays_no_letter(lived: Life, collectivities: Deployment, slow: _SlowFor) -> None:
    gien, nadia = collectivities.gien, await a_resident(lived.db)
    first = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
    await lived.tell()
    await hand(lived.db, first, gien, to=BRIARE, at=MORNING + timedelta(hours=1))
    await lived.tell()
    await lived.handle(gien, first).result()
    await lived.tell()  # the export is made: its mail is owed
    await asyncio.wait_for(slow.came.wait(), 60)

    ccg, louis = collectivities.ccg, await a_resident(lived.db, ("Louis", "Besnard"))
    second = await file_request(lived.db, ccg, by=louis, at=MORNING, procedure=BIN)
    await lived.tell()
    async with asyncio.timeout(60):
        assert await slow.others.get() == [louis.email]  # his mail follows his receipt
    assert not slow.go_on.is_set()
    assert [each.kind for each in (await lived.case(second, ccg)).letters] == ["receipt"]
    assert [each.kind for each in (await lived.case(first, gien)).effects] == ["transmission_mail"]
