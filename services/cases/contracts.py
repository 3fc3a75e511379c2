"""The values that cases give: never a row, never a query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from services.audit.contracts import Event
from services.forms.contracts import Procedure
from services.foundation.actor import Actor
from services.foundation.i18n import Text
from services.law.contracts import Regime, Timeline, WarnedOf, WarningDays
from services.processes.contracts import Possible, Process, PublicStep, Role, State

# The field of a file that no form asked for: the letter that asks for the reasons of a silence.
REASONS_REQUEST = "reasons_request"


@dataclass(frozen=True, slots=True)
class AgentAtWork:
    """An agent in one collectivity, with the roles she holds there today."""

    agent_id: UUID
    tenant_id: UUID
    roles: frozenset[Role]
    name: str
    quality: str
    service: str
    team_ids: frozenset[UUID] = frozenset()

    @property
    def actor(self) -> Actor:
        return Actor("agent", self.agent_id, "+".join(sorted(self.roles)))


@dataclass(frozen=True, slots=True)
class Follower:
    """An agent to whom a case may be given, in the quality that lets her handle it."""

    agent_id: UUID
    name: str
    quality: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Who opened what of which case, when, in what capacity; `by_person` for a party to it."""

    id: UUID
    at: datetime
    case_id: UUID
    number: str
    by_person: bool
    reader_id: UUID | None
    capacity: str
    what: str


@dataclass(frozen=True, slots=True)
class FiledUnder:
    """What a case stands on, whatever is published later (decision 11)."""

    digest: str
    procedure: Procedure
    process: Process
    options: Mapping[str, Any]
    rules: Mapping[str, str]
    regime: Regime
    calendar: str
    zone: ZoneInfo
    warnings: WarningDays


@dataclass(frozen=True, slots=True)
class Draft:
    """A request being written. Nothing is transmitted before it is filed."""

    id: UUID
    person_id: UUID
    tenant_id: UUID
    procedure_id: str
    version: int
    insee: str
    answers: Mapping[str, Any]
    page: str | None
    revision: int
    saved_at: datetime
    kept_until: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A request just filed, or the one that the same draft made before."""

    tenant_id: UUID
    case_id: UUID
    number: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in the resident's list; read from her party rows alone."""

    tenant_id: UUID
    case_id: UUID
    number: str
    title: Text
    public_state: Text
    next_actor: str
    due_on: date | None
    filed_at: datetime
    updated_at: datetime
    closed_on: date | None
    former_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedPiece:
    """A piece asked for and still awaited."""

    piece: str
    reason: str


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file received."""

    id: UUID
    field: str
    piece: str | None
    filename: str
    media_type: str
    size: int
    sha256: str
    scan: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A document that the collectivity made."""

    id: UUID
    kind: str
    made_at: datetime
    size: int
    available_at: datetime | None
    first_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision proposed or signed."""

    id: UUID
    state: Literal["proposed", "signed", "handed_back"]
    sense: Literal["grant", "refusal"]
    law_reasons: str
    fact_reasons: str
    conditions: str
    proposed_by: UUID
    proposed_at: datetime
    signed_by: UUID | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revocation:
    """A grant revoked by a letter written here: why, by whom, and when its holder was heard.

    `granted_on` and `until` are the day the grant was notified and the last to revoke it, as the
    timeline had them on the day of the signature.
    """

    signed_by: UUID | None
    signed_at: datetime
    invited_on: date
    observations: str
    law_reasons: str
    fact_reasons: str
    granted_on: date
    until: date


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority that must answer; `siren` only where it is on board."""

    name: str
    email: str = ""
    address: str = ""
    phone: str = ""
    siren: str | None = None


@dataclass(frozen=True, slots=True)
class Transmission:
    """How an export went to an authority that is not on board.

    `mailed`, with what the relay answered; `sent` by an agent in another way; or it `waits` for
    her, `why` being the reason that no mail carries it.
    """

    state: Literal["mailed", "sent", "waits"]
    at: datetime
    why: str = ""
    sent_on: date | None = None
    means: str = ""
    reply: str = ""
    message_id: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class HandedTo:
    """To whom a request was handed over, why, and the case that it became there, if on board.

    `transmission` is how the export went where it is not, once something is known.
    """

    authority: Authority
    case_id: UUID | None
    reason: str
    at: datetime
    transmission: Transmission | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """The number that a request bore where it was first filed, and with whom."""

    number: str
    authority: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An internal note, never shown to the resident."""

    agent_id: UUID
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EffectLine:
    """Something owed that is not done yet, and how often it failed."""

    kind: str
    state: str
    attempts: int
    last_error: str | None


@dataclass(frozen=True, slots=True)
class WarningLine:
    """An early warning to come: of what, and on which day."""

    of: WarnedOf
    on: date


@dataclass(frozen=True, slots=True)
class CaseCore:
    """What agent and resident both see of a case."""

    tenant_id: UUID
    case_id: UUID
    number: str
    title: str
    filed_under: FiledUnder
    version: int
    state: State
    filed_at: datetime
    received_at: datetime
    channel: str
    insee: str
    closed_on: date | None
    electronic: bool
    answers: Mapping[str, Any]
    attachments: tuple[AttachmentLine, ...]
    letters: tuple[LetterLine, ...]
    asked_pieces: tuple[AskedPiece, ...]
    pieces_limit: date | None
    decision: DecisionView | None
    timeline: Timeline
    today: date
    identity: Mapping[str, Any]
    aliases: tuple[Alias, ...]
    handed_to: HandedTo | None
    revocation: Revocation | None


@dataclass(frozen=True, slots=True)
class RequestView(CaseCore):
    """A case as its resident reads it."""

    story: tuple[PublicStep, ...]
    can: frozenset[str]
    followed_at: UUID | None
    """The case that hers became where it was handed over, once it is there."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many grants the register already counts for this association and year, of how many;
    `refusal` is why one more must be refused, None while it may be granted."""

    granted: int
    most: int
    year: int
    article: str
    refusal: Text | None = None

    @property
    def full(self) -> bool:
        return self.refusal is not None


@dataclass(frozen=True, slots=True)
class CaseFile(CaseCore):
    """A case as an agent works on it."""

    assignee_id: UUID | None
    team_id: UUID | None
    events: tuple[Event, ...]
    notes: tuple[NoteLine, ...]
    effects: tuple[EffectLine, ...]
    possible: tuple[Possible, ...]
    names: Mapping[UUID, str]
    warnings: tuple[WarningLine, ...] = ()
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """An effect that is owed. Those of one act are done in `order`, a letter before its mail."""

    id: UUID
    kind: str
    act: int
    order: int
    priority: int


@dataclass(frozen=True, slots=True)
class Look:
    """What the book says: what is owed, when to look again, whether all is over."""

    owed: tuple[Owed, ...]
    wake_at: datetime | None
    closed: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """An effect about to be done. `about` is the act that it tells of, `act` its link; for an
    early warning, its kind in the register, due on `due_on`."""

    id: UUID
    tenant_id: UUID
    case_id: UUID
    kind: str
    key: str
    act: int
    about: str
    due_on: date | None = None
