"""A case in an agent's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.audit.contracts import Event
from services.cases.contracts import AgentAtWork, CaseFile
from services.forms.showing import say
from services.foundation.i18n import _, current_language, ngettext
from services.law.contracts import Tacit
from services.processes.contracts import Action, Possible
from services.web.backoffice.orders import BY_FORM
from services.web.shared.letter_titles import letter_title
from services.web.shared.words import day, local, short_day, short_instant, size, weekday


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line of the record, for agents."""

    kind: str
    title: str
    when: str
    instant: object
    detail: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A file received, and what the antivirus said; no address for one that may not be opened."""

    label: str
    filename: str
    address: str
    received: str
    size: int
    state: str
    icon: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document the collectivity made."""

    title: str
    address: str
    note: str


def name_of(file: CaseFile, agent_id: UUID | None) -> str:
    """An agent's name as the collectivity knows it."""
    return file.names.get(agent_id, _("un agent")) if agent_id else ""


def applicant_of(file: CaseFile) -> str:
    """Who filed, as filed."""
    given, family = file.identity.get("given_name", ""), file.identity.get("family_name", "")
    return f"{given} {family}".strip()


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
    "open_letter": "mail",
    "claim": "person",
    "release": "person",
    "hand_back": "exchange",
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
        "withdraw": _("Demande retirée"),
        "add_note": _("Note interne ajoutée"),
        "open_letter": _("Décision ouverte sur le portail"),
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
    if event.kind == "record_opinion":
        words.append(_choice(file, event.kind, "service", fact["service"]))
        words.append(_choice(file, event.kind, "sense", fact["sense"]))
    if event.kind in {"propose", "decide"} and fact.get("sense"):
        words.append(sense_word(fact["sense"]))
    if event.kind == "record_silence":
        accepted = fact.get("tacit") != "rejection"
        words.append(_("accord tacite") if accepted else _("refus tacite"))
    told_with = (payload.get(name) for name in SAID)
    said = next((text for text in told_with if text and isinstance(text, str)), "")
    told = ", ".join(words)
    return f"{told.rstrip('.')}. {said}" if told and said else told or said


# Where an act keeps the words that went with it.
SAID = ("message", "note", "reason", "reasons", "summary")


def _choice(file: CaseFile, action_id: str, name: str, value: str) -> str:
    """A choice in the words of the process."""
    action = file.filed_under.process.actions.get(action_id)
    asks = action.asks if action else ()
    choices = next((dict(ask.choices) for ask in asks if ask.name == name), {})
    return str(choices.get(value, value))


def sense_word(sense: str) -> str:
    """What a decision says, in one word."""
    return _("Refus") if sense == "refusal" else _("Accord")


def piece_name(file: CaseFile, piece_id: str) -> str:
    """A piece in the words of the procedure."""
    piece = file.filed_under.procedure.piece(piece_id)
    if piece is None:
        return piece_id
    return say(piece.label, current_language(), file.filed_under.options)


def asked(file: CaseFile) -> list[tuple[str, str]]:
    """The pieces awaited, each with why."""
    return [(piece_name(file, each.piece), each.reason) for each in file.asked_pieces]


def last_word(file: CaseFile) -> tuple[str, str]:
    """What one agent told the next with the last proposal or its return: who, and what."""
    for event in reversed(file.events):
        if event.kind in {"propose", "hand_back"}:
            return name_of(file, event.actor.id), str((event.payload or {}).get("note") or "")
    return "", ""


# What nobody opens: not looked at yet, or recognised by the antivirus.
SHUT = frozenset({"pending", "infected"})


def pieces(file: CaseFile, base: str, zone: str) -> list[PieceLine]:
    """The files received, in the order of the form."""
    procedure, options = file.filed_under.procedure, file.filed_under.options
    language = current_language()
    states = {
        "pending": ("soon", _("En cours de vérification")),
        "clean": ("done", _("Vérifié")),
        "not_scanned": ("late", _("Non vérifié par un antivirus")),
        "infected": ("late", _("Refusé par l’antivirus")),
    }
    lines = []
    for each in file.attachments:
        piece = procedure.piece(each.piece) if each.piece else None
        question = procedure.field(each.field)
        label = piece.label if piece else question.label if question else None
        icon, state = states[each.scan]
        lines.append(
            PieceLine(
                label=say(label, language, options) if label else each.field,
                filename=each.filename,
                address="" if each.scan in SHUT else f"{base}/files/{each.id}",
                received=short_day(local(each.received_at, zone).date()),
                size=each.size,
                state=state,
                icon=icon,
            )
        )
    return lines


def documents(file: CaseFile, base: str, zone: str) -> list[DocumentLine]:
    """The documents made, the latest first."""
    lines = []
    for letter in file.letters:
        note = f"{short_day(local(letter.made_at, zone).date())}, {size(letter.size)}"
        if letter.first_opened_at:
            opened = short_day(local(letter.first_opened_at, zone).date())
            note += _(", ouvert par l’usager le {day}").format(day=opened)
        lines.append(DocumentLine(letter_title(letter.kind), f"{base}/letters/{letter.id}", note))
    return lines


def filed_words(file: CaseFile) -> str:
    """How and when the request came, and how its answer goes back."""
    day = weekday(file.filed_at.astimezone(file.filed_under.zone).date())
    told = _("Déposée le {day}.")
    if file.channel in {"electronic", "portal"}:
        told = _("Déposée en ligne le {day}.")
    way = _("Réponse sur le portail.") if file.electronic else _("Réponse par courrier.")
    return f"{told.format(day=day)} {way}"


def whose_turn(file: CaseFile, by: AgentAtWork) -> tuple[str, str]:
    """Whose turn it is as this agent must know it, and who follows the case."""
    follower = _("Personne ne suit encore ce dossier")
    if file.assignee_id:
        follower = _("{name} suit ce dossier").format(name=name_of(file, file.assignee_id))
    tacit = unrecorded_silence(file)
    if tacit is None:
        return _turn(file, by), follower
    told = _("Refus tacite né le {day}") if tacit.effect == "rejection" else ""
    told = told or _("Accord tacite né le {day}")
    return told.format(day=day(tacit.born_on)), follower


def unrecorded_silence(file: CaseFile) -> Tacit | None:
    """The decision that silence has already made, while the record does not say it yet."""
    tacit = file.timeline.tacit
    if tacit is None or file.state.final or tacit.born_on > file.today:
        return None
    return tacit


def _turn(file: CaseFile, by: AgentAtWork) -> str:
    stage = str(file.state.agent)
    free = {each.action.id for each in file.possible if each.blocked is None}
    match file.state.next_actor:
        case "person":
            return _("{stage} : c’est à l’usager d’agir").format(stage=stage)
        case "signatory" if "sign" in free:
            return _("{stage} : c’est à vous").format(stage=stage)
        case "signatory":
            return _("{stage} : c’est au signataire d’agir").format(stage=stage)
        case "collectivity" if file.assignee_id == by.agent_id:
            return _("{stage} : c’est à vous").format(stage=stage)
    return stage


@dataclass(frozen=True, slots=True)
class Acts:
    """What she may do: by a button, on a page, and what is blocked, with the reason."""

    at_once: list[Action]
    forms: list[tuple[Action, str]]
    first: str
    blocked: list[Possible]
    note: bool


# What an agent most likely comes for, the first that is open being the one button that stands out.
FIRST = ("sign", "record_notification", "decide", "propose", "claim")


def acts_of(file: CaseFile, by: AgentAtWork) -> Acts:
    """The acts open to her where the case stands."""
    free = {each.action.id: each.action for each in file.possible if each.blocked is None}
    tacit = unrecorded_silence(file)
    if tacit is not None:
        # The next act records it first: only what leaves that stage is still open.
        stage = "tacitly_refused" if tacit.effect == "rejection" else "tacitly_granted"
        free = {name: action for name, action in free.items() if action.leaves(stage)}
    if file.assignee_id == by.agent_id:
        free.pop("claim", None)
    if not file.asked_pieces:
        free.pop("give_pieces", None)
    first = next((action for action in FIRST if action in free), "")
    if file.assignee_id is None and "claim" in free and first == "propose":
        first = "claim"
    return Acts(
        at_once=[action for name, action in free.items() if name in {"claim", "release"}],
        forms=sorted(
            ((action, label_of(action)) for name, action in free.items() if name in BY_FORM),
            key=lambda each: each[0].id == first,
        ),
        first=first,
        blocked=[
            each
            for each in file.possible
            if each.blocked is not None and each.action.id in {"propose", "sign", "decide"}
        ],
        note="add_note" in free,
    )


def label_of(action: Action) -> str:
    """What an act is called on the agents' side."""
    if action.id == "give_pieces":
        return _("Enregistrer des pièces reçues")
    return str(action.label)


def owed(file: CaseFile) -> list[tuple[str, str]]:
    """What the case owes and has not yet, with how it looks: nobody waits without knowing."""
    words = {
        "receipt": _("accusé de réception"),
        "notice_mail": _("courriel à l’usager"),
        "pieces_request": _("lettre de demande de pièces"),
        "delay_extension": _("lettre d’allongement du délai"),
        "decision_letter": _("lettre de décision"),
        "tacit_certificate": _("attestation de décision tacite"),
    }
    lines = []
    for each in file.effects:
        what = words.get(each.kind, each.kind)
        if each.state == "done":
            told = _("{what} : n’a pas pu être fait")
            lines.append(("late", told.format(what=what.capitalize())))
        elif each.state == "failed":
            told = ngettext(
                "{what} : {num} essai sans succès, un autre suivra",
                "{what} : {num} essais sans succès, un autre suivra",
                each.attempts,
            )
            lines.append(("late", told.format(what=what.capitalize(), num=each.attempts)))
        else:
            lines.append(("soon", _("En préparation : {what}").format(what=what)))
    return lines
