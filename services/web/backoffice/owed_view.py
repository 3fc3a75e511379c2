"""What a case still owes: letters, mails, warnings, each with how it looks."""

from services.cases.contracts import CaseFile
from services.foundation.i18n import _, ngettext
from services.law.contracts import WarnedOf
from services.law.early_warnings import warned_of
from services.web.shared.words import local, short_day


def owed(file: CaseFile) -> list[tuple[str, str]]:
    """What the case owes and has not yet, with how it looks: nobody waits without knowing."""
    words = {
        "receipt": _("accusé de réception"),
        "notice_mail": _("courriel à l’usager"),
        "pieces_request": _("lettre de demande de pièces"),
        "delay_extension": _("lettre d’allongement du délai"),
        "decision_letter": _("lettre de décision"),
        "tacit_certificate": _("attestation de décision tacite"),
        "delivery": _("envoi du dossier à l’autorité compétente"),
        "handed_over_letter": _("lettre de transmission"),
        "transmission": _("export pour l’autorité compétente"),
        "transmission_mail": _("courriel à l’autorité compétente"),
        "agent_warning": _("rappel à un agent"),
        "reasons_letter": _("lettre des motifs"),
        "revocation_letter": _("lettre de retrait de l’accord"),
    }
    lines: dict[tuple[str, str], None] = {}
    for each in file.effects:
        what = words.get(each.kind, each.kind)
        if each.last_error == "nobody_to_warn":
            lines["late", _("Rappel non envoyé : aucun agent en fonction pour le recevoir")] = None
        elif each.last_error == "clamd":
            told = _("{what} : attend que l’antivirus ait vu chaque fichier")
            lines["soon", told.format(what=what.capitalize())] = None
        elif each.state == "done":
            told = _("{what} : n’a pas pu être fait")
            lines["late", told.format(what=what.capitalize())] = None
        elif each.state == "failed":
            told = ngettext(
                "{what} : {num} essai sans succès, un autre suivra",
                "{what} : {num} essais sans succès, un autre suivra",
                each.attempts,
            )
            lines["late", told.format(what=what.capitalize(), num=each.attempts)] = None
        else:
            lines["soon", _("En préparation : {what}").format(what=what)] = None
    return list(lines)


def warnings(file: CaseFile, zone: str) -> list[tuple[str, str]]:
    """The early warnings sent, then those to come, each with how it looks."""
    what: dict[WarnedOf | None, str] = {
        "agent": _("Rappel à l’agent"),
        "supervisor": _("Rappel à l’encadrement"),
        "completeness": _("Rappel du mois pour demander des pièces"),
    }
    sent = [
        (warned_of(str((event.payload or {}).get("kind", ""))), local(event.at, zone).date())
        for event in file.events
        if event.kind == "warning_sent"
    ]
    told, coming = _("{what} : envoyé le {day}"), _("{what} : prévu le {day}")
    return [
        *(("done", told.format(what=what[of], day=short_day(on))) for of, on in sent if of),
        *(
            ("soon", coming.format(what=what[each.of], day=short_day(each.on)))
            for each in file.warnings
        ),
    ]
