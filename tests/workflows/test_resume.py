"""Temporal is lost with all it held; the clock is rebuilt from the book."""

from datetime import UTC, datetime, timedelta

from services.cases.actions.resume_cases import resume_cases
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.mailbox import Mailbox
from tests.arranging import BIN, Deployment, a_resident, file_request
from tests.workflows.living import MORNING, activities_in, life


async def test_a_silence_deadline_still_fires(
    arranged_database: Database,
    parts: Settings,
    mailbox: Mailbox,
    time_skipping_server: str,
    collectivities: Deployment,
) -> None:
    ccg, book = collectivities.ccg, arranged_database
    lost_at = MORNING + timedelta(days=10)
    nadia = await a_resident(book)
    async with life(book, parts, mailbox.folder, time_skipping_server) as before:
        filed = await file_request(book, ccg, by=nadia, at=MORNING, procedure=BIN)
        await before.tell()
        await before.until(lost_at)

    async with life(book, parts, mailbox.folder, time_skipping_server, start=lost_at) as after:
        assert await resume_cases(book, at=lost_at) == 1
        await after.tell()
        await after.until(datetime(2027, 4, 1, 21, 0, tzinfo=UTC))
        assert (await after.case(filed, ccg)).state.id == "filed"
        await after.until(datetime(2027, 4, 1, 23, 0, tzinfo=UTC))
        await after.handle(ccg, filed).result()

        assert (await after.case(filed, ccg)).state.id == "tacitly_granted"
        # The receipt and its mail stand: they are neither made nor sent again.
        history = await after.history(ccg, filed)
        assert activities_in(history) == [
            *("look_at_book", "look_at_book", "send_warning"),
            *("look_at_book", "send_warning", "send_warning"),
            *("look_at_book", "make_letter", "send_mail"),
        ]
        assert len(after.mails(nadia)) == 2
