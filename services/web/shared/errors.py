"""What a door itself refuses.

Refusal
├── BodyTooLarge      413  more was sent than a form may hold
├── TooMany           429  too often in too little time
└── UnreadableForm    400  the body is not what the form announces
"""

from math import ceil

from services.foundation.errors import Refusal
from services.foundation.i18n import _, ngettext

# Up to here a wait is told in seconds.
SOON = 90


class BodyTooLarge(Refusal):
    code = "body_too_large"
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def sentence(self) -> str:
        return _("Cet envoi est trop lourd. Envoyez les fichiers en plusieurs fois.")


class TooMany(Refusal):
    """`seconds` is how long to wait before it is allowed again."""

    code = "too_many"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds

    def sentence(self) -> str:
        if self.seconds <= SOON:
            return ngettext(
                "Trop d’actions en peu de temps. Attendez {count} seconde, puis recommencez.",
                "Trop d’actions en peu de temps. Attendez {count} secondes, puis recommencez.",
                self.seconds,
            ).format(count=self.seconds)
        minutes = ceil(self.seconds / 60)
        return ngettext(
            "Trop d’actions en peu de temps. Attendez {count} minute, puis recommencez.",
            "Trop d’actions en peu de temps. Attendez {count} minutes, puis recommencez.",
            minutes,
        ).format(count=minutes)


class UnreadableForm(Refusal):
    code = "unreadable_form"
    status = 400

    def sentence(self) -> str:
        return _("Nous n’avons pas pu lire ce formulaire. Revenez à la page et recommencez.")
