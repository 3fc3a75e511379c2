"""What the law refuses to compute.

LawError
└── FactError      a fact that cannot be read: which field, and why
"""


class LawError(ValueError):
    """Root of what this room raises; never a bug of ours."""


class FactError(LawError):
    """A fact that cannot be read: `field` is its path in the document, `message` says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field} : {message}")
        self.field = field
        self.message = message
