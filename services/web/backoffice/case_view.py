"""A case in an agent's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.audit.contracts import Event
from services.cases.contracts import CaseFile
from services.forms.showing import say
from services.foundation.i18n import _, current_language
from services.processes.contracts import Action, Possible
from services.web.shared.letter_titles import letter_title
from services.web.shared.words import local, short_day, short_instant, size

# Acts that one button does, in the bar; the others open a form below.
AT_ONCE = frozenset({"claim", "release"})
# The note has its own place beside the case.
ELSEWHERE = frozenset({"add_note", "withdraw"})


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
    """A file received, and what the antivirus said."""

    label: str
    filename: str
    address: str
    received: str
    state: str


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
    language = current_language()
    lines = []
    for event in reversed(file.events if events is None else events):
        action = file.filed_under.process.actions.get(event.kind)
        title = action.label.in_(language) if action else event.kind
        who = _by(file, event)
        when = short_instant(event.at, zone)
        lines.append(
            JournalLine(
                kind="done",
                title=title,
                when=f"{when}, {who}" if who else when,
                instant=event.at,
                detail=_detail(event),
            )
        )
    return lines


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


def _detail(event: Event) -> str:
    """The words that went with an act."""
    told = event.payload or {}
    return str(told.get("message") or told.get("note") or "")


def pieces(file: CaseFile, base: str, zone: str) -> list[PieceLine]:
    """The files received, in the order of the form."""
    procedure, options = file.filed_under.procedure, file.filed_under.options
    language = current_language()
    states = {
        "pending": _("En cours de vérification"),
        "clean": _("Vérifié"),
        "not_scanned": _("Non vérifié par un antivirus"),
        "infected": _("Refusé par l’antivirus"),
    }
    lines = []
    for each in file.attachments:
        piece = procedure.piece(each.piece) if each.piece else None
        question = procedure.field(each.field)
        label = piece.label if piece else question.label if question else None
        lines.append(
            PieceLine(
                label=say(label, language, options) if label else each.field,
                filename=each.filename,
                address=f"{base}/files/{each.id}",
                received=short_day(local(each.received_at, zone).date()),
                state=states.get(each.scan, each.scan),
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


def whose_turn(file: CaseFile) -> tuple[str, str]:
    """Whose turn it is, and who follows the case."""
    turn = {
        "person": _("C’est à l’usager d’agir"),
        "collectivity": _("C’est à vous d’agir"),
        "signatory": _("C’est au signataire d’agir"),
        "nobody": _("Plus rien n’est attendu"),
    }[file.state.next_actor]
    follower = _("Personne ne suit encore ce dossier")
    if file.assignee_id:
        follower = _("{name} suit ce dossier").format(name=name_of(file, file.assignee_id))
    return f"{file.state.agent.in_(current_language())}. {turn}", follower


@dataclass(frozen=True, slots=True)
class Acts:
    """What she may do: at once, by a form, and what is blocked, with the reason."""

    at_once: list[Action]
    forms: list[Action]
    blocked: list[Possible]
    note: Action | None


def acts_of(file: CaseFile) -> Acts:
    """The acts open to her where the case stands."""
    free = [each.action for each in file.possible if each.blocked is None]
    return Acts(
        at_once=[action for action in free if action.id in AT_ONCE],
        forms=[action for action in free if action.id not in AT_ONCE | ELSEWHERE],
        blocked=[
            each
            for each in file.possible
            if each.blocked is not None and each.action.id in ("propose", "sign", "decide")
        ],
        note=next((action for action in free if action.id == "add_note"), None),
    )


def askable(file: CaseFile, action: Action) -> list[tuple[str, str, str]]:
    """The pieces that an act may name: id, label, and a word about the law."""
    procedure, options = file.filed_under.procedure, file.filed_under.options
    language = current_language()
    awaited = {each.piece for each in file.asked_pieces}
    rows = []
    for piece in procedure.pieces:
        if action.id == "give_pieces" and piece.id not in awaited:
            continue
        word = piece.legal_basis
        if not piece.indispensable:
            word = _("{basis} – non indispensable : ne suspend pas le délai").format(basis=word)
        rows.append((piece.id, say(piece.label, language, options), word))
    return rows


def owed(file: CaseFile) -> list[str]:
    """What the case owes and has not yet: shown so that nobody waits without knowing."""
    words = {
        "receipt": _("accusé de réception"),
        "notice_mail": _("courriel"),
        "pieces_request": _("lettre de demande de pièces"),
        "decision_letter": _("lettre de décision"),
        "tacit_certificate": _("certificat"),
    }
    lines = []
    for each in file.effects:
        what = words.get(each.kind, each.kind)
        told = _("En préparation : {what}").format(what=what)
        if each.attempts:
            told = _("En attente : {what} ({num} essais)").format(what=what, num=each.attempts)
        lines.append(told)
    return lines


def typed(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What was typed in a refused form, to be put back."""
    return {name: list(texts) for name, texts in values.items() if name != "csrf"}
