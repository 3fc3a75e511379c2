"""What the linter finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a procedure: where it is written (keys and positions), what, by which article."""

    path: tuple[str | int, ...]
    code: str
    message: str
    article: str | None = None
