"""What documents are called."""

from services.cases.contracts import REASONS_REQUEST
from services.foundation.i18n import _


def file_title(field: str) -> str:
    """The name of a file that no question of the form asked for."""
    return _("Lettre de demande de motifs") if field == REASONS_REQUEST else field


def letter_title(kind: str) -> str:
    """The name of a document that the collectivity made."""
    titles = {
        "receipt": _("Accusé de réception"),
        "registration_receipt": _("Accusé d’enregistrement"),
        "pieces_request": _("Demande de pièces"),
        "delay_extension": _("Délai allongé"),
        "decision": _("Décision"),
        "tacit_certificate": _("Certificat de décision implicite"),
        "reasons": _("Motifs du refus"),
        "revocation": _("Retrait de l’accord"),
        "handed_over": _("Transmission à la collectivité compétente"),
        "transmission": _("Export pour l’autorité compétente"),
    }
    return titles.get(kind, _("Document"))
