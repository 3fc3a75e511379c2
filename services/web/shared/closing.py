"""Why a procedure takes no request for now."""

from services.foundation.i18n import _
from services.procedures.contracts import Adopted
from services.web.shared.words import day


def closed_note(adopted: Adopted) -> str:
    """« Fermée jusqu’au 1er juin 2027 »; empty when it is open."""
    closing = adopted.adoption.closing
    if closing is None:
        return ""
    if closing.reopens_on is None:
        return _("Fermée pour le moment")
    return _("Fermée jusqu’au {day}").format(day=day(closing.reopens_on))
