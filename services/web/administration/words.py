"""What the administration calls things."""

from datetime import date

from services.foundation.i18n import _
from services.identity.contracts import Colleague


def level_name(level: str) -> str:
    """The kind of a collectivity."""
    return {
        "commune": _("Commune"),
        "epci": _("Groupement de communes"),
        "departement": _("Département"),
    }[level]


def role_name(role: str) -> str:
    """What an agent may do."""
    return {
        "instructor": _("Instruction"),
        "signatory": _("Signature"),
        "supervisor": _("Encadrement"),
        "administrator": _("Administration"),
    }[role]


def in_force(colleague: Colleague, today: date) -> bool:
    """Whether a right holds on a day."""
    return colleague.since <= today and (colleague.until is None or today < colleague.until)
