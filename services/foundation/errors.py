"""The three kinds of "no".

Exception
├── Refusal    the law or the person: a code, a sentence, 4xx; never an alert
├── Outage     a neighbour is down: retried, counted, 503
└── (anything else is our bug: 500, alert)
"""

from typing import ClassVar

from services.foundation.i18n import _


class Refusal(Exception):
    """A "no" that its reader can act on.

    Subclasses set `code` (stable, for machines), `status` (HTTP) and `sentence()`.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def sentence(self) -> str:
        """What to tell the reader, in the current language."""
        return _("Cette action n’est pas possible.")

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence()}"


class NotFound(Refusal):
    """Absent, or not yours: from outside the two look the same."""

    code = "not_found"
    status = 404

    def sentence(self) -> str:
        return _("Cette page n’existe pas, ou elle ne vous est pas ouverte.")


class Outage(Exception):
    """A part we depend on does not answer. `part` is its name; nothing is lost."""

    def __init__(self, part: str, reason: str = "") -> None:
        super().__init__(f"{part} does not answer" + (f": {reason}" if reason else ""))
        self.part = part
        self.reason = reason
