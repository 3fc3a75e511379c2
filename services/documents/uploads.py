"""A file as it arrives: counted, hashed, recognised, scanned, encrypted, sent on, in one pass."""

import hashlib
from types import TracebackType
from typing import Self

from services.documents._encryption import Encryption
from services.documents._s3 import Bucket
from services.documents._scanning import Scanning
from services.documents._sniffing import HEAD, KINDS, Kind, accepted_words, safe_name, sniff
from services.documents.contracts import StoredFile
from services.documents.errors import EmptyFile, FileTooLarge, InfectedFile
from services.foundation.errors import Outage

LARGEST_FILE = 20_000_000
# S3 takes no smaller part than this one, but the last.
PART = 5 * 1024 * 1024
ACCEPTED = frozenset(kind.media_type for kind in KINDS)


def accepted_in_words(accepted: frozenset[str] = ACCEPTED) -> str:
    """What may be sent, for the page to say before anything is: « un document PDF, … »."""
    return accepted_words(accepted)


class Upload:
    """The sink of one file.

        async with store.upload(tenant_id=…, key_id=…, filename=…) as upload:
            async for chunk in body:
                await upload.write(chunk)
            stored = await upload.finish()

    `write` and `finish` raise a `FileRefused` as soon as the reason is known (size, type, virus)
    or `Outage("S3")`. Leaving without `finish` abandons what was sent. About two parts of 5 MiB
    are held in memory.
    """

    def __init__(
        self,
        *,
        bucket: Bucket,
        scanning: Scanning,
        encryption: Encryption,
        object_key: str,
        filename: str,
        accepted: frozenset[str],
        limit: int,
    ) -> None:
        self.filename = safe_name(filename)
        self.size = 0
        self._bucket = bucket
        self._scanning = scanning
        self._encryption = encryption
        self._object_key = object_key
        self._accepted = accepted
        self._limit = limit
        self._hash = hashlib.sha256()
        self._head = bytearray()
        self._kind: Kind | None = None
        self._waiting = bytearray(encryption.header)
        self._multipart: str | None = None
        self._tags: list[str] = []
        self._done = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if not self._done:
            await self.abort()

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes. Raises `FileTooLarge`, `DisguisedFile` or `TypeNotAccepted`."""
        self.size += len(chunk)
        if self.size > self._limit:
            raise FileTooLarge(self.filename, self._limit)
        self._hash.update(chunk)
        if self._kind is None:
            self._head += chunk[:HEAD]
            if len(self._head) >= HEAD:
                self._recognise()
        await self._scanning.write(chunk)
        self._waiting += self._encryption.write(chunk)
        if len(self._waiting) >= PART:
            await self._send_part()

    async def finish(self) -> StoredFile:
        """Store the rest. Raises `EmptyFile`, `InfectedFile` and what `write` may raise."""
        if self.size == 0:
            raise EmptyFile(self.filename)
        kind = self._kind or self._recognise()
        verdict = await self._scanning.finish()
        if verdict.scan == "infected":
            raise InfectedFile(self.filename, verdict.signature)
        self._waiting += self._encryption.finish()
        if self._multipart is None:
            await self._bucket.put(self._object_key, bytes(self._waiting))
        else:
            await self._send_part()
            await self._bucket.complete(self._object_key, self._multipart, self._tags)
        self._done = True
        await self._scanning.__aexit__(None, None, None)
        return StoredFile(
            object_key=self._object_key,
            sha256=self._hash.hexdigest(),
            size=self.size,
            filename=self.filename,
            media_type=kind.media_type,
            scan=verdict.scan,
        )

    async def abort(self) -> None:
        """Forget what was sent. Says nothing when S3 is down: its own rules clear old parts."""
        self._done = True
        await self._scanning.__aexit__(None, None, None)
        if self._multipart is not None:
            try:
                await self._bucket.abandon(self._object_key, self._multipart)
            except (Outage, LookupError):
                return

    def _recognise(self) -> Kind:
        self._kind = sniff(bytes(self._head), self.filename, self._accepted)
        return self._kind

    async def _send_part(self) -> None:
        if self._multipart is None:
            self._multipart = await self._bucket.begin(self._object_key)
        part = bytes(self._waiting)
        self._waiting.clear()
        number = len(self._tags) + 1
        self._tags.append(await self._bucket.part(self._object_key, self._multipart, number, part))
