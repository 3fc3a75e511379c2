"""An address that no relay will ever deliver to: the effect ends, in sight of the agents."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.mailbox import Mailbox
from tests.arranging import BIN, Deployment, a_resident, file_request
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
