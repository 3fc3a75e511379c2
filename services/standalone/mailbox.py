"""A mail catcher: every message becomes one .eml file in a folder; nothing leaves the machine.

Run as `python -m services.standalone.mailbox FOLDER PORT`.
"""

import asyncio
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from services.foundation import clock
from services.standalone.child import Child
from services.standalone.place import Place
from services.standalone.ports import answers


class Mailbox:
    """The mail relay of the demonstration."""

    name = "Mail"

    def __init__(self, place: Place) -> None:
        self.port = place.ports.take("smtp")
        self.folder = place.root / "mailbox"
        command = [sys.executable, "-m", __name__, str(self.folder), str(self.port)]
        self._child = Child(self.name, command, place.log("mail"))

    def start(self) -> None:
        """Start catching."""
        self._child.start()
        self._child.wait_until(self.healthy, seconds=30)

    def healthy(self) -> bool:
        """Whether it takes a connection."""
        return answers(self.port)

    def stop(self) -> None:
        """Bring it down; the messages stay."""
        self._child.stop()

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of its log."""
        return self._child.last_lines(count)

    def settings(self) -> Mapping[str, str]:
        """The address of the relay."""
        return {"smtp_url": f"smtp://127.0.0.1:{self.port}"}


class _Catcher:
    """Writes each message whole or not at all, named by its arrival."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._order = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name aiosmtpd looks for
        """Keep the message."""
        content = envelope.original_content or b""
        recipients = ", ".join(envelope.rcpt_tos)
        name = f"{clock.now():%Y%m%dT%H%M%S%f}-{next(self._order):04}.eml"
        draft = self._folder / f".{name}"
        draft.write_bytes(f"X-Envelope-To: {recipients}\r\n".encode() + content)
        draft.rename(self._folder / name)
        return "250 kept"


async def _serve(catcher: _Catcher, port: int) -> None:
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(catcher, hostname="parvis.example", enable_SMTPUTF8=True),
        "127.0.0.1",
        port,
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(_Catcher(Path(sys.argv[1])), int(sys.argv[2])))
