"""A file that the store does not give back: its export is a task, and leaves once restored."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from services.cases.actions.record_sending import record_sending
from services.cases.contracts import CaseFile, Filed
from services.documents.store import ObjectStore, store_for
from services.documents.tables import attachment, letter
from services.foundation.database import Worker
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer
from tests.arranging import OCCUPATION, Collectivity, Deployment, Resident, a_resident, file_request
from tests.handing import BRIARE, give_file, hand
from tests.workflows.living import MORNING, Life, mails_in

A_WHILE = timedelta(minutes=20)


@dataclass(slots=True)
class Leaving:
    """Nadia's request with its plan, handed over to Briare, which is not on board."""

    life: Life
    gien: Collectivity
    nadia: Resident
    filed: Filed
    store: ObjectStore

    async def handed(self) -> None:
        at = await self.life.now()
        to = replace(BRIARE, email=self.address)
        await hand(self.life.db, self.filed, self.gien, to=to, at=at)
        await self.life.tell()

    @property
    def address(self) -> str:
        """Briare's, for this case alone: tests share a mailbox."""
        return f"accueil-{self.filed.case_id.hex[:8]}@briare.example"

    async def lost(self, table: Table, kind: str | None = None) -> tuple[str, bytes]:
        """Take an object of the case away from S3; what it held, under its key."""
        where = [table.c.case_id == self.filed.case_id]
        if kind is not None:
            where.append(table.c.kind == kind)
        async with self.life.db.transaction(Worker(self.gien.id)) as tx:
            key = str(await tx.scalar(select(table.c.object_key).where(*where)))
        held = b"".join([part async for part in self.store.bucket.read(key, 0, 99_999_999)])
        await self.store.delete(key)
        return key, held

    async def a_while(self) -> CaseFile:
        """Twenty minutes later, all that can be done being done."""
        await self.life.tell()
        await self.life.until(await self.life.now() + A_WHILE)
        await self.life.tell()
        await self.life.until(await self.life.now() + A_WHILE)
        return await self.life.case(self.filed, self.gien)

    async def listed(self) -> list[UUID]:
        by = self.gien.instructor
        viewer = Viewer(self.gien.id, by.agent_id, by.team_ids)
        page = await worklist.page(self.life.db, viewer=viewer, view="all")
        return [item.case_id for item in page.items]


@pytest.fixture
async def leaving(lived: Life, collectivities: Deployment) -> AsyncIterator[Leaving]:
    gien, nadia = collectivities.gien, await a_resident(lived.db)
    filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
    store = store_for(lived.settings)
    await give_file(lived.db, store, filed, b"%PDF-1.7\na plan", at=MORNING)
    await lived.tell()
    yield Leaving(lived, gien, nadia, filed, store)
    store.close()


def told(case: CaseFile) -> list[object]:
    """What the record says of the sending, in order."""
    return [
        (event.payload or {}).get("why") if event.kind == "transmission_waits" else event.kind
        for event in case.events
        if event.kind in {"transmission_waits", "transmitted", "record_sending"}
    ]


async def test_of_the_request_waits_for_it_and_then_leaves(leaving: Leaving) -> None:
    key, held = await leaving.lost(attachment)
    await leaving.handed()
    case = await leaving.a_while()
    assert told(case) == ["unreadable"]
    assert [(each.kind, each.state, each.last_error) for each in case.effects] == [
        ("transmission", "failed", "S3")
    ]
    assert await leaving.listed() == [leaving.filed.case_id]
    assert mails_in(leaving.life.mailbox, leaving.address) == []
    # The person's own letter and mail did not wait.
    assert "handed_over" in {each.kind for each in case.letters}
    assert len(leaving.life.mails(leaving.nadia)) == 2

    await leaving.store.bucket.put(key, held)
    case = await leaving.a_while()
    assert told(case) == ["unreadable", "transmitted"]
    assert case.effects == ()
    assert await leaving.listed() == []
    assert len(mails_in(leaving.life.mailbox, leaving.address)) == 1


async def test_the_export_itself_waits_too(leaving: Leaving) -> None:
    """Made, then lost before its mail: the mail is tried again."""
    await leaving.handed()
    await leaving.life.handle(leaving.gien, leaving.filed).result()
    key, held = await leaving.lost(letter, "transmission")
    case = await leaving.a_while()
    assert told(case) == ["unreadable"]
    assert [(each.kind, each.last_error) for each in case.effects] == [("transmission_mail", "S3")]
    assert await leaving.listed() == [leaving.filed.case_id]

    await leaving.store.bucket.put(key, held)
    case = await leaving.a_while()
    assert told(case) == ["unreadable", "transmitted"]
    assert await leaving.listed() == []


async def test_altered_it_waits_as_well(leaving: Leaving) -> None:
    key, held = await leaving.lost(attachment)
    await leaving.store.bucket.put(key, held[:-1] + bytes([held[-1] ^ 1]))
    await leaving.handed()
    assert told(await leaving.a_while()) == ["unreadable"]
    assert await leaving.listed() == [leaving.filed.case_id]


@pytest.mark.parametrize("lost", ["a file", "the export"])
async def test_sent_by_an_agent_in_another_way_is_tried_no_more(
    leaving: Leaving, lost: str
) -> None:
    """It was never restored: without her word the tries would go on."""
    if lost == "a file":
        await leaving.lost(attachment)
    await leaving.handed()
    if lost == "the export":
        await leaving.life.handle(leaving.gien, leaving.filed).result()
        await leaving.lost(letter, "transmission")
    assert told(await leaving.a_while()) == ["unreadable"]
    at = await leaving.life.now()
    await record_sending(
        leaving.life.db,
        case_id=leaving.filed.case_id,
        version=None,
        sent_on=at.date(),
        means="post",
        by=leaving.gien.instructor,
        at=at,
    )
    assert await leaving.listed() == []
    case = await leaving.a_while()
    assert told(case) == ["unreadable", "record_sending"]
    assert case.effects == ()
    assert mails_in(leaving.life.mailbox, leaving.address) == []
