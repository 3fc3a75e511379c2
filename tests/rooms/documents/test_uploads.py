"""A file as it arrives: what is kept, what is refused and how soon."""

import hashlib
import tracemalloc

import pytest

from services.documents import uploads
from services.documents.contracts import StoredFile
from services.documents.errors import (
    DisguisedFile,
    EmptyFile,
    FileTooLarge,
    FileUnreadable,
    NoSuchObject,
    TypeNotAccepted,
)
from services.documents.store import ObjectStore
from services.foundation.errors import Outage
from tests.rooms.documents.conftest import Tenant

PDF = b"%PDF-1.7\n" + b"a plan of the terrace\n" * 40
CHUNK = 100_000


def photograph(size: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + bytes(index * 31 % 251 for index in range(4096)) * (size // 4096)


async def receive(store: ObjectStore, tenant: Tenant, content: bytes, name: str) -> StoredFile:
    async with store.upload(
        tenant_id=tenant.tenant_id, key_id=tenant.key_id, filename=name
    ) as upload:
        for start in range(0, len(content), CHUNK):
            await upload.write(content[start : start + CHUNK])
        return await upload.finish()


class TestAFileThatIsKept:
    async def test_has_its_digest_its_size_and_its_real_type(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        stored = await receive(store, gien, PDF, "plan.pdf")

        assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
        assert (stored.size, stored.media_type) == (len(PDF), "application/pdf")
        assert stored.scan == "not_scanned"

    async def test_lies_under_an_opaque_key(self, store: ObjectStore, gien: Tenant) -> None:
        stored = await receive(store, gien, PDF, "Lemoine Nadia.pdf")

        tenant, _, name = stored.object_key.partition("/")
        assert tenant == str(gien.tenant_id)
        assert len(name) == 36
        assert "emoine" not in stored.object_key

    @pytest.mark.parametrize("size", [4_096, 64 * 1024, 700_000, 6_000_000, 18_000_000])
    async def test_comes_back_as_it_was_sent(
        self, store: ObjectStore, gien: Tenant, size: int
    ) -> None:
        content = photograph(size)
        stored = await receive(store, gien, content, "vue.jpg")

        back = await store.fetch(stored.object_key, key_id=gien.key_id, size=stored.size)

        assert back == content

    @pytest.mark.parametrize(
        ("first", "last"),
        [(0, 0), (10, 65_535), (65_536, 65_536), (60_000, 140_000), (290_000, None)],
    )
    async def test_is_read_in_ranges(
        self, store: ObjectStore, gien: Tenant, first: int, last: int | None
    ) -> None:
        content = photograph(300_000)
        stored = await receive(store, gien, content, "vue.jpg")

        parts = store.read(
            stored.object_key, key_id=gien.key_id, size=stored.size, first=first, last=last
        )

        expected = content[first:] if last is None else content[first : last + 1]
        assert b"".join([part async for part in parts]) == expected

    async def test_keeps_no_path_and_no_hidden_mark_in_its_name(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        stored = await receive(store, gien, PDF, "C:\\Users\\n\\pl\u202ean\x00.pdf")

        assert stored.filename == "plan.pdf"


class TestAtRest:
    async def test_the_object_says_nothing(self, store: ObjectStore, gien: Tenant) -> None:
        stored = await receive(store, gien, PDF, "plan.pdf")

        raw = b"".join([part async for part in store.bucket.read(stored.object_key, 0, 10_000)])

        assert b"terrace" not in raw
        assert b"%PDF" not in raw

    async def test_is_unreadable_once_the_key_of_the_tenant_is_gone(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        stored = await receive(store, gien, PDF, "plan.pdf")

        with pytest.raises(FileUnreadable):
            await store.fetch(stored.object_key, key_id=gien.tenant_id, size=stored.size)

    @pytest.mark.parametrize("damage", ["altered", "cut", "moved"])
    async def test_an_altered_object_is_not_served(
        self, store: ObjectStore, gien: Tenant, damage: str
    ) -> None:
        stored = await receive(store, gien, photograph(200_000), "vue.jpg")
        raw = b"".join([part async for part in store.bucket.read(stored.object_key, 0, 10**9)])
        key = stored.object_key
        if damage == "altered":
            await store.bucket.put(key, raw[:70_000] + bytes([raw[70_000] ^ 1]) + raw[70_001:])
        elif damage == "cut":
            await store.bucket.put(key, raw[: 20 + 65_552])
        else:
            key = f"{gien.tenant_id}/{gien.key_id}"
            await store.bucket.put(key, raw)

        with pytest.raises(FileUnreadable):
            await store.fetch(key, key_id=gien.key_id, size=stored.size)

    async def test_what_is_not_there_is_said(self, store: ObjectStore, gien: Tenant) -> None:
        with pytest.raises(NoSuchObject):
            await store.fetch(f"{gien.tenant_id}/{gien.key_id}", key_id=gien.key_id, size=10)


class TestAFileThatIsRefused:
    async def test_is_refused_while_reading_when_too_large(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        upload = store.upload(
            tenant_id=gien.tenant_id, key_id=gien.key_id, filename="vue.jpg", limit=1_000_000
        )
        async with upload:
            await upload.write(photograph(900_000))
            with pytest.raises(FileTooLarge) as refused:
                await upload.write(photograph(200_000))

        assert "dépasse 1 Mo" in refused.value.sentence()

    async def test_leaves_nothing_behind(self, store: ObjectStore, gien: Tenant) -> None:
        with pytest.raises(FileTooLarge):
            await receive(store, gien, photograph(uploads.LARGEST_FILE + 50_000), "vue.jpg")

        listing = store.bucket._client.list_objects_v2(
            Bucket=store.bucket.name, Prefix=str(gien.tenant_id)
        )
        assert listing.get("KeyCount", 0) == 0

    async def test_is_named_for_what_it_is_when_disguised(
        self, store: ObjectStore, gien: Tenant
    ) -> None:
        with pytest.raises(DisguisedFile) as refused:
            await receive(store, gien, b"MZ\x90\x00" + bytes(5_000), "facture.pdf")

        sentence = refused.value.sentence()
        assert "« facture.pdf »" in sentence
        assert "un programme Windows" in sentence

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"<html><script>alert(1)</script></html>", "plan.pdf", "une page web"),
            (b'<?xml version="1.0"?><svg/>', "plan.png", "un document XML"),
            (b"PK\x03\x04" + bytes(26) + b"evil.exe", "lettre.docx", "une archive ZIP"),
            (b"\x89PNG\r\n\x1a\n" + bytes(40), "plan.pdf", "une image PNG"),
            (b"GIF89a" + bytes(40), "anim.jpg", "une image GIF"),
        ],
    )
    async def test_by_its_content_and_not_by_its_name(
        self, store: ObjectStore, gien: Tenant, content: bytes, name: str, words: str
    ) -> None:
        with pytest.raises(DisguisedFile) as refused:
            await receive(store, gien, content, name)

        assert words in refused.value.sentence()

    async def test_when_its_kind_is_not_accepted(self, store: ObjectStore, gien: Tenant) -> None:
        with pytest.raises(TypeNotAccepted) as refused:
            await receive(store, gien, b"plain words", "note.txt")

        assert "Envoyez un document PDF" in refused.value.sentence()

    async def test_when_it_is_empty(self, store: ObjectStore, gien: Tenant) -> None:
        with pytest.raises(EmptyFile):
            await receive(store, gien, b"", "plan.pdf")


class TestALargeFile:
    async def test_is_never_held_whole_in_memory(self, store: ObjectStore, gien: Tenant) -> None:
        size = 60_000_000
        upload = store.upload(
            tenant_id=gien.tenant_id, key_id=gien.key_id, filename="vue.jpg", limit=size
        )
        block = photograph(64 * 1024)
        tracemalloc.start()
        async with upload:
            for _ in range(size // len(block)):
                await upload.write(block)
            stored = await upload.finish()
        sent = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        parts = store.read(stored.object_key, key_id=gien.key_id, size=stored.size)
        received = sum([len(part) async for part in parts])
        read = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert received == stored.size
        assert sent < 25_000_000  # a few parts of five mebibytes, on their way or being written
        assert read < 6_000_000


class TestWhenS3IsDown:
    async def test_an_upload_says_so(self, store_that_is_down: ObjectStore, gien: Tenant) -> None:
        with pytest.raises(Outage) as outage:
            await receive(store_that_is_down, gien, PDF, "plan.pdf")

        assert outage.value.part == "S3"

    async def test_a_download_says_so(self, store_that_is_down: ObjectStore, gien: Tenant) -> None:
        with pytest.raises(Outage):
            await store_that_is_down.fetch("a/b", key_id=gien.key_id, size=3)
