"""Uploads are read as they arrive, whatever the pieces they arrive in."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.shared.errors import BodyTooLarge, UnreadableForm
from services.web.shared.form import Form
from services.web.shared.uploads import FIELD_LIMIT, FilePart, Sink, UploadForm

BOUNDARY = "----parvis"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


class Kept:
    """A sink that remembers, and refuses beyond `limit`."""

    def __init__(self, limit: int = 10_000) -> None:
        self.content = bytearray()
        self.closed = self.abandoned = False
        self._limit = limit

    async def write(self, piece: bytes) -> None:
        if len(self.content) + len(piece) > self._limit:
            raise BodyTooLarge(self._limit)
        self.content += piece

    async def close(self) -> None:
        self.closed = True

    async def abandon(self) -> None:
        self.abandoned = True


class Keeper:
    """Opens sinks and remembers what was known when each began."""

    def __init__(self, limit: int = 10_000) -> None:
        self.files: list[tuple[FilePart, dict[str, list[str]], Kept]] = []
        self._limit = limit

    async def open(self, part: FilePart, read: Form) -> Sink:
        sink = Kept(self._limit)
        self.files.append((part, {name: list(all_) for name, all_ in read.values.items()}, sink))
        return sink


def body(*parts: tuple[str, str | None, bytes]) -> bytes:
    """A multipart body: (name, filename or None, content)."""
    written = b""
    for name, filename, content in parts:
        disposition = f'Content-Disposition: form-data; name="{name}"'
        kind = ""
        if filename is not None:
            disposition += f'; filename="{filename}"'
            kind = "Content-Type: application/octet-stream\r\n"
        head = f"--{BOUNDARY}\r\n{disposition}\r\n{kind}\r\n"
        written += head.encode() + content + b"\r\n"
    return written + f"--{BOUNDARY}--\r\n".encode()


async def pieces(content: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def read(content: bytes, keeper: Keeper, size: int = 1024) -> Form:
    return await UploadForm(CONTENT_TYPE, keeper.open).read(pieces(content, size))


class TestAnUpload:
    @given(size=st.integers(1, 300), content=st.binary(max_size=400))
    async def test_is_the_same_in_any_pieces(self, size: int, content: bytes) -> None:
        keeper = Keeper()
        sent = body(
            ("csrf", None, b"token"),
            ("plan", "plan é.pdf", content),
            ("more", "", b""),
            ("note", None, "où ?".encode()),
        )
        form = await read(sent, keeper, size)
        assert form.one("csrf") == "token"
        assert form.one("note") == "où ?"
        [(part, known, kept)] = keeper.files
        assert (part.name, part.filename) == ("plan", "plan é.pdf")
        assert known == {"csrf": ["token"]}
        assert bytes(kept.content) == content
        assert kept.closed

    async def test_keeps_several_files_of_one_question_apart(self) -> None:
        keeper = Keeper()
        await read(body(("p", "a.pdf", b"one"), ("p", "b.pdf", b"two")), keeper)
        assert [bytes(kept.content) for _, _, kept in keeper.files] == [b"one", b"two"]

    async def test_leaves_nothing_of_a_file_cut_short(self) -> None:
        keeper = Keeper()
        cut = body(("p", "a.pdf", b"x" * 500))[:300]
        with pytest.raises(UnreadableForm):
            await read(cut, keeper)
        assert keeper.files[0][2].abandoned

    async def test_is_refused_while_reading(self) -> None:
        keeper = Keeper(limit=2000)
        seen = 0

        async def counted() -> AsyncIterator[bytes]:
            nonlocal seen
            async for piece in pieces(body(("p", "a.pdf", b"x" * 100_000)), 1000):
                seen += len(piece)
                yield piece

        with pytest.raises(BodyTooLarge):
            await UploadForm(CONTENT_TYPE, keeper.open).read(counted())
        assert seen < 5000

    async def test_does_not_hold_a_field_without_end(self) -> None:
        with pytest.raises(BodyTooLarge):
            await read(body(("note", None, b"x" * (FIELD_LIMIT + 1))), Keeper())

    @pytest.mark.parametrize(
        "content_type", ["multipart/form-data", "multipart/mixed; boundary=a", "text/plain"]
    )
    def test_needs_a_form_that_says_what_it_is(self, content_type: str) -> None:
        with pytest.raises(UnreadableForm):
            UploadForm(content_type, Keeper().open)

    async def test_refuses_what_is_not_multipart(self) -> None:
        with pytest.raises(UnreadableForm):
            await read(b"not a form at all" * 20, Keeper())
