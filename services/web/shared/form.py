"""A posted form, parsed once from its raw bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs
from uuid import UUID

from services.web.shared.errors import UnreadableForm

MOST_FIELDS = 2000
TOKEN_FIELD = "csrf"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Form:
    """What was posted: every value of every name, in order."""

    values: Mapping[str, list[str]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of `name`."""
        return self.values.get(name, [otherwise])[0]

    def all(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def version(self, name: str = "version") -> int | None:
        """The version of what its reader saw, that a form brings back; None for anything else."""
        word = self.one(name)
        return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None

    def __contains__(self, name: str) -> bool:
        return name in self.values


def parse(body: bytes) -> Form:
    """An urlencoded body. Raises `UnreadableForm` when it is not one."""
    try:
        return Form(
            parse_qs(
                body.decode("utf-8"),
                keep_blank_values=True,
                max_num_fields=MOST_FIELDS,
                errors="strict",
            )
        )
    except ValueError as unreadable:  # bad UTF-8 is a ValueError too
        raise UnreadableForm from unreadable


def as_uuid(text: str) -> UUID | None:
    """An identifier that a form carries; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
