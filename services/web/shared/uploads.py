"""Uploads parsed as they arrive: a file goes on to its keeper piece by piece and is refused there,
while reading, when it is too large or of the wrong kind. Nothing is spooled here."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from python_multipart.multipart import MultipartParser, parse_options_header

from services.web.shared.errors import BodyTooLarge, UnreadableForm
from services.web.shared.form import Form

FIELD_LIMIT = 100_000
MOST_PARTS = 500
DRAINED = 30_000_000


class Sink(Protocol):
    """Where the pieces of one file go."""

    async def write(self, piece: bytes) -> None: ...

    async def close(self) -> None: ...

    async def abandon(self) -> None: ...


class Nowhere:
    """For a file that is not kept: read so that the browser hears the answer, and not for long."""

    def __init__(self) -> None:
        self._left = DRAINED

    async def write(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise BodyTooLarge(DRAINED)

    async def close(self) -> None:
        return

    async def abandon(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class FilePart:
    """The beginning of a file: which question it answers, what the browser calls it."""

    name: str
    filename: str
    declared_type: str


OpenSink = Callable[[FilePart, Form], Awaitable[Sink]]


@dataclass(slots=True)
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""


class UploadForm:
    """Reads a multipart body: plain fields into a `Form`, files into the sinks `open_sink` gives.

    `open_sink` is called when a file begins, with the fields read before it; so a form puts its
    token first, and a file of a stranger is refused before its first byte is kept.
    """

    def __init__(self, content_type: str, open_sink: OpenSink) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise UnreadableForm
        self._open = open_sink
        self._values: dict[str, list[str]] = {}
        self._events: list[tuple[str, _Part, bytes]] = []
        self._header = b""
        self._part = _Part()
        self._text = bytearray()
        self._sink: Sink | None = None
        self._parts = 0
        self._ended = False
        self._parser = MultipartParser(boundary, self._callbacks())  # type: ignore[arg-type]

    async def read(self, chunks: AsyncIterator[bytes]) -> Form:
        """The fields, once every file has been kept. On any failure the file under way is
        abandoned. Raises `UnreadableForm`, `BodyTooLarge`, and what the sinks raise."""
        try:
            async for chunk in chunks:
                self._feed(chunk)
                await self._deliver()
            if not self._ended:
                raise UnreadableForm
        except BaseException:
            if self._sink is not None:
                await self._sink.abandon()
            raise
        return Form(self._values)

    def _feed(self, chunk: bytes) -> None:
        try:
            if chunk:
                self._parser.write(chunk)
        except ValueError as unreadable:
            raise UnreadableForm from unreadable

    async def _deliver(self) -> None:
        events, self._events = self._events, []
        for event, part, data in events:
            match event:
                case "begin":
                    await self._begin(part)
                case "data":
                    await self._take(data)
                case "end":
                    await self._end(part)

    async def _begin(self, part: _Part) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise BodyTooLarge(MOST_PARTS)
        headers = part.headers
        _kind, options = parse_options_header(headers.get(b"content-disposition", b""))
        name = options.get(b"name")
        if name is None:
            raise UnreadableForm
        filename = options.get(b"filename")
        part.name = name.decode("utf-8", "replace")
        self._text.clear()
        if filename:  # a file field left empty has an empty name
            declared = headers.get(b"content-type", b"").decode("latin-1")
            file = FilePart(part.name, filename.decode("utf-8", "replace"), declared)
            self._sink = await self._open(file, Form(self._values))

    async def _take(self, data: bytes) -> None:
        if self._sink is not None:
            await self._sink.write(data)
            return
        self._text += data
        if len(self._text) > FIELD_LIMIT:
            raise BodyTooLarge(FIELD_LIMIT)

    async def _end(self, part: _Part) -> None:
        if self._sink is not None:
            sink, self._sink = self._sink, None
            await sink.close()
            return
        if b"content-type" not in part.headers:
            try:
                text = self._text.decode("utf-8")
            except UnicodeDecodeError as unreadable:
                raise UnreadableForm from unreadable
            self._values.setdefault(part.name, []).append(text)

    def _callbacks(self) -> dict[str, Callable[..., None]]:
        def part_begin() -> None:
            self._part = _Part()

        def header_field(data: bytes, start: int, end: int) -> None:
            self._header += data[start:end]

        def header_value(data: bytes, start: int, end: int) -> None:
            name = self._header.lower()
            self._part.headers[name] = self._part.headers.get(name, b"") + data[start:end]

        def header_end() -> None:
            self._header = b""

        def headers_finished() -> None:
            self._events.append(("begin", self._part, b""))

        def part_data(data: bytes, start: int, end: int) -> None:
            self._events.append(("data", self._part, data[start:end]))

        def part_end() -> None:
            self._events.append(("end", self._part, b""))

        def end() -> None:
            self._ended = True

        return {
            "on_part_begin": part_begin,
            "on_header_field": header_field,
            "on_header_value": header_value,
            "on_header_end": header_end,
            "on_headers_finished": headers_finished,
            "on_part_data": part_data,
            "on_part_end": part_end,
            "on_end": end,
        }
