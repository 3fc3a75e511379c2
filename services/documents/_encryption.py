"""Objects at rest: AES-256-GCM in frames, so that a file streams in, out, and in ranges.

    header   "PVE1" and a random salt of 16 bytes
    frames   64 KiB of plain text each (the last one shorter), 16 bytes of tag after each

The tenant's key is derived from the master secret and the tenant's random `key_id`, which is kept
in the tenant's row and nowhere beside the files: erase it and every file of that tenant becomes
unreadable at once. A file's key is derived from the tenant's key, the salt and the object's key,
so a frame cannot be moved to another place or another object; the last frame is marked, so a cut
tail is seen.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.documents.errors import FileUnreadable

MAGIC = b"PVE1"
SALT = 16
HEADER = len(MAGIC) + SALT
FRAME = 64 * 1024
TAG = 16
SEALED_FRAME = FRAME + TAG


def tenant_key(master: bytes, key_id: UUID) -> bytes:
    """The key of a tenant's files; gone with its `key_id`."""
    return _derive(master, salt=key_id.bytes, info=b"parvis/tenant")


def _derive(key: bytes, *, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def _cipher(key: bytes, salt: bytes, object_key: str) -> AESGCM:
    return AESGCM(_derive(key, salt=salt, info=b"parvis/object/" + object_key.encode()))


def _nonce(index: int, *, last: bool) -> bytes:
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class Encryption:
    """Turns a stream of plain bytes into the bytes of one object."""

    def __init__(self, key: bytes, object_key: str) -> None:
        salt = secrets.token_bytes(SALT)
        self._cipher = _cipher(key, salt, object_key)
        self._waiting = bytearray()
        self._index = 0
        self.header = MAGIC + salt

    def write(self, chunk: bytes) -> bytes:
        """What can be stored already. One whole frame waits: it may prove to be the last."""
        self._waiting += chunk
        sealed = bytearray()
        while len(self._waiting) > FRAME:
            sealed += self._frame(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]
        return bytes(sealed)

    def finish(self) -> bytes:
        return self._frame(bytes(self._waiting), last=True)

    def _frame(self, plain: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._index, last=last), plain, None)
        self._index += 1
        return sealed


@dataclass(frozen=True, slots=True)
class Span:
    """A range of plain bytes [first, last] of a file of `size`, and the frames that hold it."""

    first: int
    last: int
    size: int

    @property
    def frames(self) -> range:
        return range(self.first // FRAME, self.last // FRAME + 1)

    @property
    def stored(self) -> tuple[int, int]:
        """The first and last stored bytes to fetch."""
        frames = self.frames
        end = HEADER + self.size + TAG * self.frame_count - 1
        return HEADER + frames[0] * SEALED_FRAME, min(
            HEADER + (frames[-1] + 1) * SEALED_FRAME - 1, end
        )

    @property
    def frame_count(self) -> int:
        return max(1, -(-self.size // FRAME))


class Decryption:
    """Opens the header, then the frames of a span, in order, as their bytes arrive."""

    def __init__(self, key: bytes, object_key: str, span: Span) -> None:
        self._key = key
        self._object_key = object_key
        self._span = span
        self._cipher: AESGCM | None = None
        self._next = span.frames[0]
        self._waiting = bytearray()

    def take_header(self, stored: bytes) -> None:
        self._waiting += stored
        if self._cipher is not None or len(self._waiting) < HEADER:
            return
        header = bytes(self._waiting[:HEADER])
        del self._waiting[:HEADER]
        if not header.startswith(MAGIC):
            raise FileUnreadable
        self._cipher = _cipher(self._key, header[len(MAGIC) :], self._object_key)

    def write(self, stored: bytes) -> Iterator[bytes]:
        self.take_header(stored)
        while self._cipher is not None and len(self._waiting) >= SEALED_FRAME:
            frame = bytes(self._waiting[:SEALED_FRAME])
            del self._waiting[:SEALED_FRAME]
            yield self._open(frame, self._cipher)

    def finish(self) -> Iterator[bytes]:
        """The last, shorter frame. Raises `FileUnreadable` when frames are missing."""
        if self._waiting and self._cipher is not None:
            yield self._open(bytes(self._waiting), self._cipher)
        if self._next != self._span.frames[-1] + 1:
            raise FileUnreadable

    def _open(self, frame: bytes, cipher: AESGCM) -> bytes:
        index = self._next
        last = index == self._span.frame_count - 1
        try:
            plain = cipher.decrypt(_nonce(index, last=last), frame, None)
        except InvalidTag:
            raise FileUnreadable from None
        self._next += 1
        start = index * FRAME
        return plain[max(0, self._span.first - start) : self._span.last + 1 - start]
