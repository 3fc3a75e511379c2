"""Quarantine: what the antivirus says of a file, and what happens while it says nothing."""

from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest

from services.documents._scanning import Antivirus
from services.documents.contracts import Scan, StoredFile
from services.documents.errors import FileInQuarantine, InfectedFile
from services.documents.quarantine import scan_waiting
from services.documents.store import ObjectStore, refuse_quarantined
from services.foundation.database import Database
from tests.fakes.clamd import EICAR, listening
from tests.rooms.documents.conftest import Tenant

CLEAN = b"%PDF-1.7\n" + b"a harmless page\n" * 10_000
INFECTED = b"%PDF-1.7\n" + EICAR


async def receive(store: ObjectStore, tenant: Tenant, content: bytes) -> StoredFile:
    upload = store.upload(tenant_id=tenant.tenant_id, key_id=tenant.key_id, filename="plan.pdf")
    async with upload:
        for start in range(0, len(content), 50_000):
            await upload.write(content[start : start + 50_000])
        return await upload.finish()


class TestAFileShownToTheAntivirus:
    async def test_is_shown_whole_and_found_clean(self, store: ObjectStore, gien: Tenant) -> None:
        async with listening() as clamd:
            stored = await receive(replace(store, antivirus=Antivirus(clamd.url)), gien, CLEAN)

        assert stored.scan == "clean"
        assert clamd.seen == CLEAN

    async def test_is_refused_and_not_kept_when_infected(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        async with listening() as clamd:
            guarded = replace(store, antivirus=Antivirus(clamd.url))
            with pytest.raises(InfectedFile) as refused:
                await receive(guarded, gien, INFECTED)

        assert refused.value.signature == "Eicar-Test-Signature"

    async def test_waits_in_quarantine_when_the_antivirus_is_down(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        stored = await receive(
            replace(store, antivirus=Antivirus("tcp://127.0.0.1:9")), gien, CLEAN
        )

        assert stored.scan == "pending"

    async def test_waits_in_quarantine_when_the_antivirus_hangs_up(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        async with listening(hangs_up=True) as clamd:
            stored = await receive(replace(store, antivirus=Antivirus(clamd.url)), gien, CLEAN)

        assert stored.scan == "pending"

    async def test_is_scanned_again_from_the_store(self, store: ObjectStore, gien: Tenant) -> None:
        stored = await receive(store, gien, CLEAN)

        async with listening() as clamd:
            verdict = await replace(store, antivirus=Antivirus(clamd.url)).scan_again(
                stored.object_key, key_id=gien.key_id, size=stored.size
            )

        assert (verdict.scan, clamd.seen) == ("clean", CLEAN)


class TestQuarantine:
    @pytest.mark.parametrize("scan", ["pending", "infected"])
    def test_keeps_files_closed(self, scan: Scan) -> None:
        with pytest.raises(FileInQuarantine):
            refuse_quarantined(scan)

    @pytest.mark.parametrize("scan", ["clean", "not_scanned"])
    def test_lets_the_others_through(self, scan: Scan) -> None:
        refuse_quarantined(scan)


class TestTheFilesThatWait:
    async def test_leave_quarantine_when_the_antivirus_is_back(
        self, database: Database, database_admin_url: str, store: ObjectStore, gien: Tenant
    ) -> None:
        down = replace(store, antivirus=Antivirus("tcp://127.0.0.1:9"))
        clean = keep(database_admin_url, gien, await receive(down, gien, CLEAN))
        infected = keep(database_admin_url, gien, await receive(down, gien, INFECTED))

        still = await scan_waiting(database, down, tenant_id=gien.tenant_id, key_id=gien.key_id)
        async with listening() as clamd:
            back = replace(store, antivirus=Antivirus(clamd.url))
            done = await scan_waiting(database, back, tenant_id=gien.tenant_id, key_id=gien.key_id)

        assert still == ()
        assert {each.attachment_id: each.scan for each in done} == {
            clean: "clean",
            infected: "infected",
        }
        assert scans(database_admin_url, gien) == {clean: "clean", infected: "infected"}


def keep(admin_url: str, tenant: Tenant, stored: StoredFile) -> UUID:
    """A row for a stored file; what stands above it is not looked at."""
    attachment_id = uuid4()
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO attachment (tenant_id, id, field, filename, media_type, size, sha256, "
            "object_key, scan, received_at) VALUES (%s, %s, 'plan', %s, %s, %s, %s, %s, %s, now())",
            (
                tenant.tenant_id, attachment_id, stored.filename, stored.media_type, stored.size,
                stored.sha256, stored.object_key, stored.scan,
            ),
        )  # fmt: skip
    return attachment_id


def scans(admin_url: str, tenant: Tenant) -> dict[UUID, str]:
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            "SELECT id, scan FROM attachment WHERE tenant_id = %s", (tenant.tenant_id,)
        )
        return dict(rows.fetchall())
