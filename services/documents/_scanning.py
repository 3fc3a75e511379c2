"""The antivirus: clamd's INSTREAM dialogue, fed while a file arrives."""

import asyncio
import re
import struct
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from services.documents.contracts import Scan

ANSWER_WITHIN = 30.0
CONNECT_WITHIN = 2.0
FOUND = re.compile(r"stream: (?P<signature>.+) FOUND")


@dataclass(frozen=True, slots=True)
class Verdict:
    scan: Scan
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Antivirus:
    """Where clamd listens: `tcp://host:port` or `unix:/path`; empty when there is none."""

    url: str = ""

    def scanning(self) -> "Scanning":
        return Scanning(self.url)


class Scanning:
    """One file shown to clamd. Without clamd the verdict is `not_scanned`; when clamd fails on
    the way it is `pending`: the file waits in quarantine and is scanned again later."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._failed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def write(self, chunk: bytes) -> None:
        if not self._url or self._failed or not chunk:
            return
        try:
            writer = self._writer or await self._connect()
            writer.write(struct.pack("!I", len(chunk)) + chunk)
            async with asyncio.timeout(ANSWER_WITHIN):
                await writer.drain()
        except (OSError, TimeoutError):
            self._failed = True

    async def finish(self) -> Verdict:
        if not self._url:
            return Verdict("not_scanned")
        if self._failed or self._writer is None or self._reader is None:
            return Verdict("pending")
        try:
            self._writer.write(struct.pack("!I", 0))
            async with asyncio.timeout(ANSWER_WITHIN):
                answer = (await self._reader.readuntil(b"\0")).rstrip(b"\0").decode()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return Verdict("pending")
        found = FOUND.search(answer)
        if found:
            return Verdict("infected", found["signature"])
        return Verdict("clean" if answer.endswith("OK") else "pending")

    async def _connect(self) -> asyncio.StreamWriter:
        where = urlsplit(self._url)
        async with asyncio.timeout(CONNECT_WITHIN):
            if where.scheme == "unix":
                self._reader, self._writer = await asyncio.open_unix_connection(where.path)
            else:
                self._reader, self._writer = await asyncio.open_connection(
                    where.hostname, where.port or 3310
                )
        self._writer.write(b"zINSTREAM\0")
        return self._writer
