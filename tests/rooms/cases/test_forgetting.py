"""What nobody filed is forgotten in time; what was filed never is, whatever the order of things."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from services.cases.actions.forget_drafts import forget_expired_drafts, forget_unfiled_files
from services.cases.actions.forget_facts import forget_sent_facts
from services.cases.actions.seal_record import seal_next_day
from services.cases.actions.submit_case import submit_case
from services.cases.actions.write_draft import KEPT, attach_file, forget_draft, remove_file
from services.cases.contracts import Draft
from services.documents.contracts import StoredFile
from services.documents.errors import NoSuchObject
from services.documents.store import ObjectStore, store_for
from services.documents.sweeping import sweep_forgotten
from services.foundation.database import Database, Worker
from services.foundation.errors import NotFound, Outage
from services.foundation.settings import Settings
from services.standalone.postgres import Postgres
from services.tenants.queries import key_of
from tests.arranging import CIVIL_RECORD, Deployment, Resident, a_resident, write_request

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
CONTENT = b"%PDF-1.7\n" + b"a page\n" * 200
DOWN = store_for(Settings(s3_endpoint="http://127.0.0.1:9", secret_key="x"))


@dataclass(slots=True)
class Desk:
    """A resident of Gien with drafts, files and requests, and the hands to clean up after her."""

    db: Database
    admin_url: str
    store: ObjectStore
    deployment: Deployment
    key_id: UUID
    nadia: Resident
    at: datetime = MONDAY
    drafts: list[Draft] = field(default_factory=list)
    files: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)
    filed: set[str] = field(default_factory=set)

    @property
    def tenant_id(self) -> UUID:
        return self.deployment.gien.id

    async def begin(self) -> Draft:
        draft = await write_request(
            self.db, self.deployment.gien, by=self.nadia, at=self.at, procedure=CIVIL_RECORD
        )
        self.drafts.append(draft)
        return draft

    async def attach(self, draft_id: UUID | None) -> str:
        stored = await self.store.put(tenant_id=self.tenant_id, key_id=self.key_id, content=CONTENT)
        attachment_id = await attach_file(
            self.db,
            person_id=self.nadia.id,
            tenant_id=self.tenant_id,
            draft_id=draft_id,
            field="plan",
            piece=None,
            stored=StoredFile(
                stored.object_key, stored.sha256, len(CONTENT), "p.pdf", "application/pdf", "clean"
            ),
            at=self.at,
        )
        self.files[attachment_id] = (draft_id or uuid4(), stored.object_key)
        return stored.object_key

    async def file(self, draft: Draft) -> None:
        await submit_case(
            self.db,
            by=self.nadia.id,
            draft_id=draft.id,
            revision=draft.revision,
            electronic=True,
            wording="1",
            at=self.at,
        )
        self.filed |= {key for of, key in self.files.values() if of == draft.id}

    async def throw_away(self, draft: Draft) -> None:
        await forget_draft(self.db, person_id=self.nadia.id, draft_id=draft.id)

    async def remove(self, attachment_id: UUID) -> None:
        await remove_file(
            self.db,
            person_id=self.nadia.id,
            tenant_id=self.tenant_id,
            attachment_id=attachment_id,
        )
        _of, key = self.files[attachment_id]
        self.files[attachment_id] = (uuid4(), key)  # no filing takes it any more

    async def clean(self, store: ObjectStore | None = None) -> None:
        while await forget_expired_drafts(self.db, at=self.at, at_most=2):
            pass
        while await forget_unfiled_files(self.db, at=self.at, at_most=2):
            pass
        while await sweep_forgotten(
            self.db, store or self.store, tenant_id=self.tenant_id, at=self.at
        ):
            pass

    async def stands(self, object_key: str) -> bool:
        try:
            read = await self.store.fetch(object_key, key_id=self.key_id, size=len(CONTENT))
        except NoSuchObject:
            return False
        return read == CONTENT

    def rows(self, statement: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            answer = admin.execute(statement.encode(), values)
            return answer.fetchall() if answer.description else []


@pytest.fixture
async def desk(
    arranged_database: Database,
    collectivities: Deployment,
    store: ObjectStore,
    postgres: Postgres,
    arranged_name: str,
) -> Desk:
    async with arranged_database.transaction(Worker(collectivities.gien.id)) as tx:
        key_id = await key_of(tx, collectivities.gien.id)
    return Desk(
        arranged_database,
        postgres.superuser_url(arranged_name),
        store,
        collectivities,
        key_id,
        await a_resident(arranged_database),
    )


class TestADraftPastItsTerm:
    async def test_goes_with_its_answers_then_its_files_then_their_objects(
        self, desk: Desk
    ) -> None:
        key = await desk.attach((await desk.begin()).id)
        desk.at += KEPT + timedelta(minutes=1)

        await desk.clean()
        assert desk.rows("SELECT 1 FROM draft") == []
        assert len(desk.rows("SELECT 1 FROM attachment")) == 1

        desk.at += timedelta(hours=2)
        await desk.clean()
        assert desk.rows("SELECT 1 FROM attachment") == []
        assert await desk.stands(key)

        desk.at += A_DAY
        await desk.clean()
        assert not await desk.stands(key)
        assert desk.rows("SELECT 1 FROM forgotten_object") == []
        assert desk.rows("SELECT 1 FROM forgotten_draft") == []

    async def test_stays_until_then(self, desk: Desk) -> None:
        key = await desk.attach((await desk.begin()).id)
        desk.at += KEPT - timedelta(minutes=1)
        await desk.clean()
        assert len(desk.rows("SELECT 1 FROM draft")) == 1
        assert len(desk.rows("SELECT 1 FROM attachment")) == 1
        assert await desk.stands(key)


class TestAFile:
    @pytest.mark.parametrize("how", ["removed", "draft thrown away"])
    async def test_that_its_owner_removed_leaves_the_store_a_day_later(
        self, desk: Desk, how: str
    ) -> None:
        draft = await desk.begin()
        key = await desk.attach(draft.id)
        if how == "removed":
            (attachment_id,) = desk.files
            await desk.remove(attachment_id)
        else:
            await desk.throw_away(draft)
        await desk.clean()
        desk.at += A_DAY - timedelta(minutes=1)
        await desk.clean()
        assert await desk.stands(key)
        desk.at += timedelta(minutes=1)
        await desk.clean()
        assert not await desk.stands(key)

    async def test_that_no_act_took_is_forgotten_a_day_later(self, desk: Desk) -> None:
        key = await desk.attach(None)
        desk.at += A_DAY - timedelta(minutes=1)
        await desk.clean()
        assert len(desk.rows("SELECT 1 FROM attachment")) == 1
        for _ in range(2):
            desk.at += A_DAY
            await desk.clean()
        assert not await desk.stands(key)

    async def test_stays_while_any_row_names_its_object(self, desk: Desk) -> None:
        draft = await desk.begin()
        key = await desk.attach(draft.id)
        await desk.file(draft)
        desk.rows(
            "INSERT INTO forgotten_object (tenant_id, object_key) VALUES (%s, %s)",
            desk.tenant_id,
            key,
        )
        for _ in range(3):
            await desk.clean()
            desk.at += A_DAY
        assert await desk.stands(key)
        assert desk.rows("SELECT 1 FROM forgotten_object") == []

    async def test_waits_while_the_store_is_down(self, desk: Desk) -> None:
        draft = await desk.begin()
        key = await desk.attach(draft.id)
        await desk.throw_away(draft)
        await desk.clean()
        desk.at += A_DAY
        with pytest.raises(Outage):
            await desk.clean(DOWN)
        await desk.clean()
        assert not await desk.stands(key)

    async def test_whose_draft_expires_while_it_is_filed_is_with_the_case_or_nothing_is_filed(
        self, desk: Desk
    ) -> None:
        for turn in range(12):
            draft = await desk.begin()
            key = await desk.attach(draft.id)
            desk.at += KEPT + A_DAY
            filing = asyncio.create_task(desk.file(draft))
            await asyncio.sleep(0.002 * (turn % 4))
            await desk.clean()
            with_case = True
            try:
                await filing
            except NotFound:
                with_case = False
            desk.at += 2 * A_DAY
            await desk.clean()
            found = desk.rows("SELECT 1 FROM attachment WHERE case_id = %s", draft.id)
            assert len(found) == with_case
            assert await desk.stands(key) or not with_case


STEPS = st.sampled_from(
    ["begin", "attach", "file", "forget", "remove", "loose", "a day", "a season", "clean", "down"]
)


class TestWhateverHappens:
    @given(steps=st.lists(STEPS, min_size=6, max_size=24))
    @budget(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    async def test_nothing_filed_is_ever_swept_and_the_rest_is(
        self, desk: Desk, steps: list[str]
    ) -> None:
        desk.drafts.clear()
        desk.files.clear()
        desk.filed.clear()
        for step in steps:
            await take(desk, step)
        desk.at += KEPT
        for _ in range(4):
            desk.at += 2 * A_DAY
            await desk.clean()
        for _draft, key in desk.files.values():
            assert await desk.stands(key) == (key in desk.filed)
        held = {key for (key,) in desk.rows("SELECT object_key FROM attachment")}
        assert held >= desk.filed


async def take(desk: Desk, step: str) -> None:
    """One thing that may happen; what is not possible then does not."""
    with suppress(NotFound, Outage, IndexError):
        match step:
            case "begin":
                await desk.begin()
            case "attach":
                await desk.attach(desk.drafts[-1].id)
            case "loose":
                await desk.attach(None)
            case "file":
                await desk.file(desk.drafts.pop())
            case "forget":
                await desk.throw_away(desk.drafts.pop())
            case "remove":
                await desk.remove(list(desk.files)[-1])
            case "clean":
                await desk.clean()
            case "down":
                await desk.clean(DOWN)
            case _:
                desk.at += {"a day": A_DAY, "a season": KEPT}[step]


class TestAFactThatWasTold:
    KEPT = timedelta(days=30)

    async def forgotten(self, desk: Desk, after: timedelta) -> int:
        at = MONDAY + after
        return await forget_sent_facts(desk.db, at=at, kept=self.KEPT)

    async def test_goes_after_its_time_once_its_case_is_sealed(self, desk: Desk) -> None:
        await desk.file(await desk.begin())
        desk.rows("UPDATE outbox SET sent_at = %s", MONDAY)
        late = self.KEPT + A_DAY
        assert await self.forgotten(desk, late) == 0
        gien = desk.deployment.gien.tenant
        await seal_next_day(desk.db, tenant=gien, at=MONDAY + A_DAY)
        assert await self.forgotten(desk, self.KEPT) == 0
        assert await self.forgotten(desk, late) == 1
        assert await self.forgotten(desk, late) == 0

    async def test_never_goes_before_it_was_sent(self, desk: Desk) -> None:
        await desk.file(await desk.begin())
        await seal_next_day(desk.db, tenant=desk.deployment.gien.tenant, at=MONDAY + A_DAY)
        assert await self.forgotten(desk, 10 * self.KEPT) == 0
