"""The object store: files under opaque keys, encrypted with their tenant's key.

Memory stays bounded whatever the size: uploads leave in parts, downloads arrive in frames.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import IO
from uuid import UUID, uuid4

from services.documents._encryption import HEADER, Decryption, Encryption, Span, tenant_key
from services.documents._s3 import Bucket
from services.documents._scanning import Antivirus, Verdict
from services.documents.contracts import Scan, StoredObject
from services.documents.errors import FileInQuarantine, NoSuchObject
from services.documents.uploads import ACCEPTED, LARGEST_FILE, PART, Upload
from services.foundation.errors import Outage
from services.foundation.settings import Settings, settings


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Everything that touches S3 goes through here. Raises `Outage("S3")` when it is down."""

    bucket: Bucket
    antivirus: Antivirus
    master_secret: bytes

    def upload(
        self,
        *,
        tenant_id: UUID,
        key_id: UUID,
        filename: str,
        accepted: frozenset[str] = ACCEPTED,
        limit: int = LARGEST_FILE,
    ) -> Upload:
        """A sink for one file as it arrives; see `Upload`."""
        object_key = new_object_key(tenant_id)
        return Upload(
            bucket=self.bucket,
            scanning=self.antivirus.scanning(),
            encryption=Encryption(self._key(key_id), object_key),
            object_key=object_key,
            filename=filename,
            accepted=accepted,
            limit=limit,
        )

    async def put(self, *, tenant_id: UUID, key_id: UUID, content: bytes) -> StoredObject:
        """Store what the house itself made."""
        object_key = new_object_key(tenant_id)
        await self._put(object_key, key_id, content)
        return StoredObject(object_key, hashlib.sha256(content).hexdigest(), len(content))

    async def put_file(self, file: IO[bytes], *, tenant_id: UUID, key_id: UUID) -> StoredObject:
        """Store what the house made on disk, from its beginning, a part of 5 MiB at a time."""
        object_key, digest, size = new_object_key(tenant_id), hashlib.sha256(), 0
        tags: list[str] = []
        encryption = Encryption(self._key(key_id), object_key)
        waiting = bytearray(encryption.header)
        upload = await self.bucket.begin(object_key)
        try:
            file.seek(0)
            while chunk := file.read(PART):
                digest.update(chunk)
                size += len(chunk)
                waiting += encryption.write(chunk)
                if len(waiting) >= PART:
                    tags.append(
                        await self.bucket.part(object_key, upload, len(tags) + 1, bytes(waiting))
                    )
                    waiting.clear()
            waiting += encryption.finish()
            tags.append(await self.bucket.part(object_key, upload, len(tags) + 1, bytes(waiting)))
            await self.bucket.complete(object_key, upload, tags)
        except BaseException:
            with suppress(Outage, LookupError):
                await self.bucket.abandon(object_key, upload)
            raise
        return StoredObject(object_key, digest.hexdigest(), size)

    async def read(
        self,
        object_key: str,
        *,
        key_id: UUID,
        size: int,
        first: int = 0,
        last: int | None = None,
    ) -> AsyncIterator[bytes]:
        """The plain bytes of a file of `size`, or its bytes `first` to `last` included.

        Raises `FileUnreadable` when the tenant's key is gone or the object was altered,
        `NoSuchObject` when there is none.
        """
        span = Span(first, size - 1 if last is None else min(last, size - 1), size)
        begin, end = span.stored
        opened = Decryption(self._key(key_id), object_key, span)
        if begin == HEADER:
            begin = 0
        else:
            async for chunk in self.bucket.read(object_key, 0, HEADER - 1):
                opened.take_header(chunk)
        async for chunk in self.bucket.read(object_key, begin, end):
            for plain in opened.write(chunk):
                yield plain
        for plain in opened.finish():
            yield plain

    async def fetch(self, object_key: str, *, key_id: UUID, size: int) -> bytes:
        """A whole file at once, for what is known to be small."""
        return b"".join([part async for part in self.read(object_key, key_id=key_id, size=size)])

    async def seal_anew(
        self,
        object_key: str,
        *,
        key_id: UUID,
        size: int,
        under: str,
        with_key: UUID,
    ) -> None:
        """Copy a file under another key of the store, sealed with another tenant's key.

        Done twice, the same object stands there. Memory: the file, which uploads bound.
        """
        await self._put(under, with_key, await self.fetch(object_key, key_id=key_id, size=size))

    async def scan_again(self, object_key: str, *, key_id: UUID, size: int) -> Verdict:
        """Show a stored file to the antivirus, for one that waits in quarantine."""
        async with self.antivirus.scanning() as scanning:
            async for plain in self.read(object_key, key_id=key_id, size=size):
                await scanning.write(plain)
            return await scanning.finish()

    async def delete(self, object_key: str) -> None:
        """Forget an object; nothing happens when there is none."""
        await self.bucket.delete(object_key)

    async def ready(self) -> None:
        """Raises `Outage("S3")` when the store does not answer or has no such bucket."""
        try:
            await self.bucket.ready()
        except NoSuchObject as absent:
            raise Outage("S3", "no such bucket") from absent

    def close(self) -> None:
        self.bucket.close()

    async def _put(self, object_key: str, key_id: UUID, content: bytes) -> None:
        encryption = Encryption(self._key(key_id), object_key)
        sealed = encryption.write(content) + encryption.finish()
        await self.bucket.put(object_key, encryption.header + sealed)

    def _key(self, key_id: UUID) -> bytes:
        return tenant_key(self.master_secret, key_id)


def new_object_key(tenant_id: UUID) -> str:
    """An opaque key: it says whose the object is and nothing else."""
    return f"{tenant_id}/{uuid4()}"


def refuse_quarantined(scan: Scan) -> None:
    """Raises `FileInQuarantine` unless the file may be opened."""
    if scan in {"pending", "infected"}:
        raise FileInQuarantine


def store_for(chosen: Settings) -> ObjectStore:
    """The store that these settings name."""
    return ObjectStore(
        bucket=Bucket(
            endpoint=chosen.s3_endpoint,
            region=chosen.s3_region,
            name=chosen.s3_bucket,
            access_key=chosen.s3_access_key,
            secret_key=chosen.s3_secret_key.get_secret_value(),
        ),
        antivirus=Antivirus(chosen.clamd_url),
        master_secret=chosen.secret_key.get_secret_value().encode(),
    )


@cache
def object_store() -> ObjectStore:
    """The store of this process."""
    return store_for(settings())
