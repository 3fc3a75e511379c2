"""Where an association stands in the register, in an agent's words."""

from dataclasses import dataclass

from services.cases.contracts import CaseFile
from services.foundation.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """The count, and what to know when nothing is left."""

    text: str
    warning: str = ""


def quota_line(file: CaseFile, *, writing: bool = False) -> QuotaLine | None:
    """What to know before deciding, or while `writing` the decision; None once it is signed, or
    where nothing is counted."""
    quota, decision = file.quota, file.decision
    if quota is None or (decision is not None and decision.state == "signed"):
        return None
    text = ngettext(
        "{number} accordée sur {most} pour {year}, toutes communes confondues ({article})",
        "{number} accordées sur {most} pour {year}, toutes communes confondues ({article})",
        quota.granted,
    ).format(number=quota.granted, most=quota.most, year=quota.year, article=quota.article)
    if not quota.full:
        return QuotaLine(text)
    warning = _("Le plafond de l’année est atteint : un accord ne pourra pas être signé.")
    written = _("Les motifs du refus sont déjà écrits.")
    return QuotaLine(text, f"{warning} {written}" if writing else warning)
