"""Quarantine: what the antivirus says of a file, and what happens while it says nothing."""

from dataclasses import replace

import pytest

from services.documents._scanning import Antivirus
from services.documents.contracts import Scan, StoredFile
from services.documents.errors import FileInQuarantine, InfectedFile
from services.documents.store import ObjectStore, refuse_quarantined
from tests.fakes.clamd import EICAR, listening
from tests.rooms.documents.conftest import Tenant

CLEAN = b"%PDF-1.7\n" + b"a harmless page\n" * 10_000


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
                await receive(guarded, gien, b"%PDF-1.7\n" + EICAR)

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
