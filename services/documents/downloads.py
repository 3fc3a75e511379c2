"""What a download says of itself: its name, its type, and the range that was asked for."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from services.documents._sniffing import BY_MEDIA_TYPE, safe_name

# Shown by the browser itself; anything else is only ever saved.
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class Range:
    """The bytes `first` to `last`, included."""

    first: int
    last: int

    def content_range(self, size: int) -> str:
        return f"bytes {self.first}-{self.last}/{size}"


def content_disposition(filename: str, media_type: str, *, inline: bool = False) -> str:
    """The header that names a download, in ASCII and in full (RFC 6266, RFC 8187).

    `inline` holds only for the types that browsers show without running anything.
    """
    name = _with_extension(safe_name(filename), media_type)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\%;]', "_", plain) or "document"
    how = "inline" if inline and media_type in SHOWN else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _with_extension(name: str, media_type: str) -> str:
    kind = BY_MEDIA_TYPE.get(media_type)
    if kind is None or name.rpartition(".")[2].lower() in kind.extensions:
        return name
    return f"{name}.{kind.extensions[0]}"


def requested_range(header: str | None, size: int) -> Range | None:
    """The single range that a `Range` header asks for; None for all of it.

    Raises `ValueError` when no byte of the file answers it (416). Several ranges, or another
    unit, are answered with the whole file, as RFC 9110 allows.
    """
    asked = RANGE.fullmatch(header.strip()) if header else None
    if asked is None or not any(asked.groups()):
        return None
    first, last = asked.groups()
    if not first:
        length = int(last)
        if length == 0:
            raise ValueError("an empty range")
        return Range(max(0, size - length), size - 1)
    begin, end = int(first), min(int(last or size - 1), size - 1)
    if begin >= size:
        raise ValueError("a range beyond the end")
    return Range(begin, end) if begin <= end else None
