"""A case in an agent's words."""

from dataclasses import dataclass
from uuid import UUID

from services.cases.contracts import AgentAtWork, CaseFile
from services.forms.showing import say
from services.foundation.i18n import _, current_language
from services.law.contracts import Tacit
from services.processes.contracts import Action, Possible
from services.web.backoffice.orders import BY_FORM
from services.web.shared.clocks import ClockRow, clocks_of_agent
from services.web.shared.letter_titles import file_title, letter_title
from services.web.shared.words import day, local, short_day, size, weekday


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


def piece_name(file: CaseFile, piece_id: str) -> str:
    """A piece in the words of the procedure."""
    piece = file.filed_under.procedure.piece(piece_id)
    if piece is None:
        return piece_id
    return say(piece.label, current_language(), file.filed_under.options)


def asked(file: CaseFile) -> list[tuple[str, str]]:
    """The pieces awaited, each with why."""
    return [(piece_name(file, each.piece), each.reason) for each in file.asked_pieces]


# Letters that notify nothing on the portal without the person's consent (CRPA L112-15).
BY_POST = frozenset({"decision", "revocation", "reasons"})
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
                label=say(label, language, options) if label else file_title(each.field),
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
            told = _(", ouvert par l’usager le {day}")
            if letter.kind in BY_POST and not file.electronic:
                told = _(", lu par l’usager le {day} sur le portail, ce qui ne notifie pas")
            note += told.format(day=opened)
        lines.append(DocumentLine(letter_title(letter.kind), f"{base}/letters/{letter.id}", note))
    return lines


def clocks(file: CaseFile) -> list[ClockRow]:
    """Whose delays run here; none once the case is in other hands."""
    if file.handed_to:
        return []
    return clocks_of_agent(
        file.timeline,
        pieces_limit=file.pieces_limit,
        awaited=bool(file.asked_pieces) and not file.state.final,
        today=file.today,
    )


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


def _free(file: CaseFile) -> dict[str, Action]:
    """The acts that nothing blocks, by name."""
    return {each.action.id: each.action for each in file.possible if each.blocked is None}


def _still_owed(file: CaseFile, stage: str) -> str:
    """What a closed case owes nevertheless."""
    reasons_due = file.timeline.course.reasons_due_on
    if reasons_due:
        told = _("{stage} : les motifs sont dus au plus tard le {day}")
        if "record_reasons_received" in _free(file):
            told = _(
                "{stage} : la lettre des motifs est à envoyer, puis sa réception à enregistrer"
            )
        return told.format(stage=stage, day=weekday(reasons_due))
    export = file.handed_to.transmission if file.handed_to else None
    if export is not None and export.state == "waits":
        return _("{stage} : l’export reste à envoyer").format(stage=stage)
    return ""


def _turn(file: CaseFile, by: AgentAtWork) -> str:
    stage = str(file.state.agent)
    if file.state.final:
        return _still_owed(file, stage) or stage
    match file.state.next_actor:
        case "person":
            return _("{stage} : c’est à l’usager d’agir").format(stage=stage)
        case "signatory" if "sign" in _free(file):
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
FIRST = (
    *("sign", "record_notification", "record_sending", "record_reasons_received"),
    *("give_reasons", "decide", "propose", "claim"),
)


def acts_of(file: CaseFile, by: AgentAtWork) -> Acts:
    """The acts open to her where the case stands."""
    free = _free(file)
    tacit = unrecorded_silence(file)
    if tacit is not None:
        # The next act records it first: only what leaves that stage is still open.
        stage = "tacitly_refused" if tacit.effect == "rejection" else "tacitly_granted"
        free = {name: action for name, action in free.items() if action.leaves(stage)}
    begun = file.state.id != file.filed_under.process.start
    if file.assignee_id == by.agent_id and begun:
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
