"""An address that no relay will ever deliver to: the effect ends, in sight of the agents."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from services.cases.actions.record_sending import record_sending
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.mailbox import Mailbox
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer
from tests.arranging import BIN, OCCUPATION, Deployment, a_resident, file_request
from tests.handing import BRIARE, hand
from tests.workflows.living import MORNING, Life, life


class _NobodyLivesHere:
    async def handle_RCPT(self, *_: Any) -> str:  # noqa: N802 - the name aiosmtpd looks for
        return "550 5.1.1 unknown recipient"


@pytest.fixture
async def refusing_relay() -> AsyncIterator[str]:
    """A mail relay that knows nobody."""
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(_NobodyLivesHere(), hostname="relay.example"), "127.0.0.1", 0
    )
    async with server:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
async def lived(
    arranged_database: Database,
    parts: Settings,
    mailbox: Mailbox,
    refusing_relay: str,
    time_skipping_server: str,
) -> AsyncIterator[Life]:
    settings = parts.model_copy(update={"smtp_url": refusing_relay})
    async with life(arranged_database, settings, mailbox.folder, time_skipping_server) as running:
        yield running


async def test_holds_up_neither_silence_nor_the_end(
    lived: Life, collectivities: Deployment
) -> None:
    ccg = collectivities.ccg
    nadia = await a_resident(lived.db)
    filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
    await lived.tell()

    await lived.until(datetime(2027, 4, 2, 6, 0, tzinfo=UTC))
    await lived.handle(ccg, filed).result()

    case = await lived.case(filed, ccg)
    assert case.state.id == "tacitly_granted"
    assert sorted((each.kind, each.last_error) for each in case.effects) == [
        *[("agent_warning", "mail_address_refused")] * 3,
        *[("notice_mail", "mail_address_refused")] * 2,
    ]
    assert not [event for event in case.events if event.kind == "warning_sent"]


async def test_makes_the_export_of_a_hand_over_a_task(
    lived: Life, collectivities: Deployment
) -> None:
    """550 at RCPT: the authority's mailbox does not exist, an agent sends the case otherwise."""
    gien = collectivities.gien
    nadia = await a_resident(lived.db)
    filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
    await hand(lived.db, filed, gien, to=BRIARE, at=await lived.now())
    await lived.tell()
    await lived.handle(gien, filed).result()
    await lived.tell()  # the export is made: its mail is owed
    await lived.handle(gien, filed).result()

    case = await lived.case(filed, gien)
    [waits] = [event for event in case.events if event.kind == "transmission_waits"]
    assert (waits.payload or {})["why"] == "address_refused"
    viewer = Viewer(gien.id, gien.instructor.agent_id, gien.instructor.team_ids)
    page = await worklist.page(lived.db, viewer=viewer, view="all")
    assert [item.case_id for item in page.items] == [filed.case_id]

    at = await lived.now()
    order = {"case_id": filed.case_id, "version": None, "by": gien.instructor, "at": at}
    await record_sending(lived.db, sent_on=at.date(), means="post", **order)
    page = await worklist.page(lived.db, viewer=viewer, view="all")
    assert page.items == ()
