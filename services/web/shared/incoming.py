"""A posted page as it arrives: answers into a form, files straight to the store."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from services.documents.contracts import StoredFile
from services.documents.errors import FileRefused
from services.documents.uploads import Upload
from services.web.shared import form as forms
from services.web.shared.form import Form
from services.web.shared.uploads import FilePart, Nowhere, Sink, UploadForm
from services.web.shared.visit import Visit

Keep = Callable[[StoredFile], Awaitable[None]]
Begin = Callable[[FilePart], Awaitable[tuple[Upload, Keep] | None]]
"""Where a file goes, decided when it begins; None for one that nobody asked for."""


@dataclass(slots=True)
class Incoming:
    """What a page brought: its fields, and the files that were refused, by input name."""

    form: Form = field(default_factory=Form)
    refused: dict[str, FileRefused] = field(default_factory=dict)


async def receive(visit: Visit, begin: Begin) -> Incoming:
    """Read a page that may carry files. The other answers survive a refused file.

    Raises `FormExpired` before the first file is kept when the token is not this session's,
    `UnreadableForm`, `BodyTooLarge`, and `Outage` when the store is down.
    """
    content_type = visit.request.headers.get("content-type", "")
    if not content_type.startswith("multipart/"):
        await visit.read_form()
        return Incoming(visit.form)
    incoming = Incoming()

    async def open_sink(part: FilePart, read: Form) -> Sink:
        visit.check_token(read.one(forms.TOKEN_FIELD))
        destination = await begin(part)
        return _ToStore(part.name, destination, incoming) if destination else Nowhere()

    incoming.form = await UploadForm(content_type, open_sink).read(visit.request.stream())
    visit.form = incoming.form
    visit.check_token(visit.form.one(forms.TOKEN_FIELD))
    return incoming


class _ToStore(Nowhere):
    """For a piece: to the store as it arrives; once refused, the rest goes nowhere."""

    def __init__(self, name: str, destination: tuple[Upload, Keep], incoming: Incoming) -> None:
        super().__init__()
        self._name = name
        self._upload, self._keep = destination
        self._incoming = incoming
        self._refused = False

    async def write(self, piece: bytes) -> None:
        if self._refused:
            await super().write(piece)
            return
        try:
            await self._upload.write(piece)
        except FileRefused as refusal:
            await self._refuse(refusal)

    async def close(self) -> None:
        if self._refused:
            return
        try:
            await self._keep(await self._upload.finish())
        except FileRefused as refusal:
            await self._refuse(refusal)

    async def abandon(self) -> None:
        if not self._refused:
            await self._upload.abort()

    async def _refuse(self, refusal: FileRefused) -> None:
        self._refused = True
        self._incoming.refused[self._name] = refusal
        await self._upload.abort()
