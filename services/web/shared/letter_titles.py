"""What documents are called."""

from services.foundation.i18n import _


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
