"""The record of a case in an agent's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.audit.contracts import Event
from services.cases.contracts import CaseFile
from services.foundation.i18n import _, ngettext
from services.web.backoffice.case_view import applicant_of, name_of, piece_name
from services.web.shared.letter_titles import letter_title
from services.web.shared.words import short_day, short_instant


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line of the record, for agents."""

    kind: str
    title: str
    when: str
    instant: object
    detail: str = ""
    icon: str = ""


def journal(
    file: CaseFile, zone: str, *, events: Sequence[Event] | None = None
) -> list[JournalLine]:
    """What was done, the latest first."""
    lines = []
    for event in reversed(file.events if events is None else events):
        who, when = _by(file, event), short_instant(event.at, zone)
        lines.append(
            JournalLine(
                kind="done",
                title=_title(file, event),
                when=f"{when}, {who}" if who else when,
                instant=event.at,
                detail=_detail(file, event),
                icon=ICONS.get(event.kind, ""),
            )
        )
    return lines


ICONS = {
    "request_pieces": "mail",
    "letter_made": "file",
    "warning_sent": "mail",
    "open_letter": "mail",
    "claim": "person",
    "release": "person",
    "assign": "person",
    "hand_back": "exchange",
    "hand_over": "exchange",
    "receive": "exchange",
    "transmitted": "mail",
    "transmission_waits": "late",
    "record_sending": "send",
    "carried": "exchange",
    "propose": "send",
    "record_silence": "on-time",
    "end_wait": "on-time",
}


def _title(file: CaseFile, event: Event) -> str:
    """What was done, told as past."""
    if event.kind == "letter_made":
        return letter_title(str((event.payload or {}).get("kind", "")))
    told = {
        "submit": _("Demande déposée"),
        "claim": _("Pris en charge"),
        "release": _("Rendu à l’équipe"),
        "assign": _("Dossier confié"),
        "request_pieces": _("Pièces demandées"),
        "give_pieces": _("Pièces reçues"),
        "end_wait": _("Délai des pièces passé, l’examen reprend"),
        "extend_delay": _("Délai allongé"),
        "record_opinion": _("Avis reçu"),
        "propose": _("Décision proposée"),
        "sign": _("Décision signée"),
        "hand_back": _("Renvoyé à l’instruction"),
        "decide": _("Décision prise"),
        "record_notification": _("Notification enregistrée"),
        "record_silence": _("Décision tacite constatée"),
        "ask_reasons": _("Motifs du refus tacite demandés"),
        "record_reasons_asked": _("Demande de motifs enregistrée"),
        "give_reasons": _("Motifs du refus tacite communiqués")
        if event.fact
        else _("Motifs du refus tacite écrits"),
        "withdraw_grant": _("Retrait de l’accord enregistré"),
        "revoke_grant": _("Retrait de l’accord signé"),
        "record_reasons_received": _("Réception des motifs enregistrée"),
        "withdraw": _("Demande retirée"),
        "add_note": _("Note interne ajoutée"),
        "hand_over": _("Transmise à l’autorité compétente"),
        "receive": _("Reçue d’une autre collectivité"),
        "carried": _("Fait chez la collectivité saisie d’abord"),
        "transmitted": _("Dossier transmis par courriel"),
        "transmission_waits": _("Export non envoyé"),
        "record_sending": _("Envoi à l’autorité enregistré"),
        "open_letter": _("Décision ouverte sur le portail"),
        "warning_sent": _("Rappel envoyé"),
    }
    action = file.filed_under.process.actions.get(event.kind)
    return told.get(event.kind) or (str(action.label) if action else event.kind)


def _by(file: CaseFile, event: Event) -> str:
    match event.actor.kind:
        case "agent":
            return name_of(file, event.actor.id)
        case "person":
            return applicant_of(file)
        case "law":
            return _("par l’effet de la loi")
        case _:
            return ""


def _detail(file: CaseFile, event: Event) -> str:
    """The words that went with an act: pieces, dates, sense, message."""
    fact, payload = event.fact or {}, event.payload or {}
    words = []
    if fact.get("pieces"):
        words.append(", ".join(piece_name(file, piece) for piece in fact["pieces"]))
    if fact.get("limit"):
        limit = date.fromisoformat(fact["limit"])
        words.append(_("d’ici au {day}").format(day=short_day(limit)))
    if fact.get("months"):
        months = ngettext("{num} mois", "{num} mois", fact["months"]).format(num=fact["months"])
        words.append(f"{months} ({fact['article']})")
    words += _dated(event)
    words += _particulars(file, event)
    words += _passed_on(file, event)
    told_with = (payload.get(name) for name in SAID)
    said = next((text for text in told_with if text and isinstance(text, str)), "")
    told = ", ".join(words)
    return f"{told.rstrip('.')}. {said}" if told and said else told or said


def _dated(event: Event) -> list[str]:
    """The day that an act records, in the words of that act."""
    told = {
        "record_notification": _("présentée le {day}"),
        "record_reasons_received": _("présentée le {day}"),
        "record_reasons_asked": _("reçue le {day}"),
        "revoke_grant": _("observations demandées le {day}"),
    }.get(event.kind)
    given = {**(event.fact or {}), **(event.payload or {})}
    on = given.get("invited_on" if event.kind == "revoke_grant" else "at")
    return [told.format(day=short_day(date.fromisoformat(on)))] if told and on else []


def _particulars(file: CaseFile, event: Event) -> list[str]:
    """What only an act of this kind was given."""
    kind, fact, payload = event.kind, event.fact or {}, event.payload or {}
    words: list[str] = []
    match kind:
        case "record_sending" if payload.get("sent_on"):
            sent_on = date.fromisoformat(payload["sent_on"])
            words = [short_day(sent_on), choice_word(file, kind, "means", payload["means"])]
        case "assign" if payload.get("to"):
            words = [_("à {name}").format(name=name_of(file, UUID(payload["to"])))]
        case "record_opinion":
            words = [choice_word(file, kind, name, fact[name]) for name in ("service", "sense")]
        case "warning_sent":
            words = [", ".join(name_of(file, UUID(each)) for each in payload.get("agents", ()))]
        case "propose" | "decide" if fact.get("sense"):
            words = [sense_word(fact["sense"])]
        case "record_silence":
            accepted = fact.get("tacit") != "rejection"
            words = [_("accord tacite") if accepted else _("refus tacite")]
        case "withdraw_grant":
            words = [choice_word(file, kind, "why", payload["why"])]
    return words


def _passed_on(file: CaseFile, event: Event) -> list[str]:
    """To whom a case was handed over, why its export waits, what came with it and what did not."""
    payload = event.payload or {}
    match event.kind:
        case "receive" if payload.get("left_out"):
            told = _("fichiers refusés par l’antivirus, non repris : {names}")
            return [told.format(names=", ".join(payload["left_out"]))]
        case "carried":
            named = [piece_name(file, piece) for piece in payload.get("pieces", ())]
            return [done_before(str(payload.get("what", ""))), *named]
        case "hand_over":
            return [str(payload.get("to", {}).get("name", ""))]
        case "transmission_waits":
            return [
                {
                    "too_heavy": _("trop lourd pour un courriel"),
                    "address_refused": _("l’adresse ne reçoit pas de courriel"),
                    "unreadable": _("un fichier ne peut pas être relu"),
                }.get(payload.get("why", ""), _("pas d’adresse électronique"))
            ]
    return []


def done_before(what: str) -> str:
    """What the collectivity first seized asked for or got."""
    return {
        "pieces_asked": _("Pièces demandées"),
        "pieces_given": _("Pièces reçues"),
        "original_asked": _("Original demandé"),
        "original_given": _("Original reçu"),
    }.get(what, "")


# Where an act keeps the words that went with it.
SAID = ("message", "note", "reason", "reasons", "summary", "fact_reasons")


def choice_word(file: CaseFile, action_id: str, name: str, value: str) -> str:
    """A choice in the words of the process."""
    action = file.filed_under.process.actions.get(action_id)
    asks = action.asks if action else ()
    choices = next((dict(ask.choices) for ask in asks if ask.name == name), {})
    return str(choices.get(value, value))


def sense_word(sense: str) -> str:
    """What a decision says, in one word."""
    return _("Refus") if sense == "refusal" else _("Accord")


def last_word(file: CaseFile) -> tuple[str, str]:
    """What one agent told the next with the last proposal or its return: who, and what."""
    for event in reversed(file.events):
        if event.kind in {"propose", "hand_back"}:
            return name_of(file, event.actor.id), str((event.payload or {}).get("note") or "")
    return "", ""
