"""How a case left for an authority that is not on board: the proof, or what is left to do."""

from dataclasses import dataclass

from services.cases.contracts import CaseFile, Transmission
from services.foundation.i18n import _
from services.web.backoffice.journal import choice_word
from services.web.shared.words import day, instant


@dataclass(frozen=True, slots=True)
class Sending:
    """A sentence, the facts that prove it, and whether an agent must still act."""

    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    to_do: bool = False


def sending_of(file: CaseFile, zone: str) -> Sending | None:
    """What is known of the sending; None for a case that stays, or goes to somebody on board."""
    to = file.handed_to
    if to is None or to.case_id is not None:
        return None
    told = to.transmission
    if told is None:
        return Sending(_("L’export se prépare. La preuve de son envoi sera écrite ici."))
    if told.state == "waits":
        return Sending(waits_because(told.why), to_do=True)
    if told.state == "sent":
        words = _("Le dossier a été envoyé le {day}.")
        means = choice_word(file, "record_sending", "means", told.means)
        sent_on = day(told.sent_on) if told.sent_on else ""
        return Sending(words.format(day=sent_on), ((_("Moyen d’envoi"), means),))
    return Sending(
        _("Le serveur de messagerie a pris le courriel le {when}.").format(
            when=instant(told.at, zone)
        ),
        _proof(told, to.authority.email),
    )


def waits_because(why: str) -> str:
    """Why no mail carries the export, and what to do instead."""
    if why == "unreadable":
        return _(
            "Un fichier du dossier ne peut pas être relu. Un nouvel essai est fait toutes les cinq"
            " minutes : prévenez l’administration. Si l’envoi presse, envoyez le dossier autrement,"
            " puis enregistrez l’envoi."
        )
    reason = {
        "too_heavy": _("L’export est trop lourd pour un courriel."),
        "address_refused": _("L’adresse de l’autorité ne reçoit pas de courriel."),
    }.get(why, _("L’autorité n’a pas d’adresse électronique."))
    rest = _(
        "Téléchargez l’export parmi les documents, envoyez-le autrement, puis enregistrez l’envoi."
    )
    return f"{reason} {rest}"


def _proof(told: Transmission, email: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("Adresse"), email),
        (_("Réponse du serveur"), told.reply),
        (_("Identifiant du courriel"), told.message_id),
        (_("Empreinte de l’export (SHA-256)"), told.sha256),
    )
