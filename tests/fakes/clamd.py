"""clamd as far as INSTREAM goes: finds the EICAR test string, refuses nothing else."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Listens on loopback; remembers how much it was shown."""

    def __init__(self, *, hangs_up: bool = False) -> None:
        self.seen = b""
        self.url = ""
        self._hangs_up = hangs_up

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(size)
            if self._hangs_up:
                writer.close()
                return
        self.seen = content
        found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
        writer.write(b"stream: " + found + b"\0")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def listening(*, hangs_up: bool = False) -> AsyncIterator[Clamd]:
    """A clamd that answers for the time of a test."""
    clamd = Clamd(hangs_up=hangs_up)
    server = await asyncio.start_server(clamd.answer, "127.0.0.1", 0)
    clamd.url = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield clamd
