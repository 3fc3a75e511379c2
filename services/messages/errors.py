"""Why a mail does not leave.

Refusal
├── AddressRefused    not an address, or the relay will never deliver there: do not try again
└── MailTooHeavy      more than the relay takes: do not try again
ValueError
└── MailMistake       a bug of what gathers the mail: a line break in a header, a missing day
"""

from typing import ClassVar

from services.foundation.errors import Refusal
from services.foundation.i18n import _


class AddressRefused(Refusal):
    """The address itself is withheld: it is personal data and would reach the logs."""

    code: ClassVar[str] = "mail_address_refused"

    def sentence(self) -> str:
        return _("Cette adresse électronique ne reçoit pas de courriel.")


class MailTooHeavy(Refusal):
    """The relay takes no message of this size (RFC 1870)."""

    code: ClassVar[str] = "mail_too_heavy"

    def sentence(self) -> str:
        return _("Ce courriel est trop lourd pour le serveur de messagerie.")


class MailMistake(ValueError):
    """A mail that may not be written so."""
