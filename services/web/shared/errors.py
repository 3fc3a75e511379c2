"""What a door itself refuses.

Refusal
├── BodyTooLarge      413  more was sent than a form may hold
└── UnreadableForm    400  the body is not what the form announces
"""

from services.foundation.errors import Refusal
from services.foundation.i18n import _


class BodyTooLarge(Refusal):
    code = "body_too_large"
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def sentence(self) -> str:
        return _("Cet envoi est trop lourd. Envoyez les fichiers en plusieurs fois.")


class UnreadableForm(Refusal):
    code = "unreadable_form"
    status = 400

    def sentence(self) -> str:
        return _("Nous n’avons pas pu lire ce formulaire. Revenez à la page et recommencez.")
