"""The values of a process: what it defines, what it is asked, what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from services.foundation.i18n import Text

NextActor = Literal["person", "collectivity", "signatory", "nobody"]
Role = Literal["person", "instructor", "signatory", "supervisor", "law", "system"]
AskKind = Literal["text", "line", "date", "choice", "yes_no", "pieces"]
Sense = Literal["grant", "refusal"]
Tacit = Literal["acceptance", "rejection"]
FieldValue = str | bool | date | tuple[str, ...]
"""What a command may carry, by kind of ask: text, line and choice are `str`, pieces a tuple of
ids."""


@dataclass(frozen=True, slots=True)
class State:
    """A stage of a request. `public` is what the resident reads, `agent` what the work list says.

    `final` means that nothing more is awaited: the case is closed, though the law may let an
    action reopen it. `paused` means that the clock of the collectivity may stand still.
    `closed_because` is said when an action comes too late for this state.
    """

    id: str
    public: Text
    agent: Text
    next_actor: NextActor
    final: bool = False
    paused: bool = False
    closed_because: Text | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that an action asks for. `when` (CEL) restricts the demand to some commands."""

    name: str
    kind: AskKind
    label: Text
    help: Text | None = None
    required: bool = True
    when: str | None = None
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition (CEL) that must hold, and the sentence shown when it does not.

    `field` is the ask that the sentence belongs beside, if any; `article` the text of law behind.
    """

    id: str
    must: str
    say: Text
    field: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """From one of some states to another, when a condition (CEL) holds; `to` None means: stay.

    `told` replaces the line of the action in the resident's timeline.
    """

    from_states: tuple[str | None, ...]
    to: str | None
    when: str | None = None
    told: Text | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What an action owes, a fact of law or an effect, when a condition (CEL) holds."""

    what: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody may do. The first move that fits is taken; the opening action starts nowhere.

    `label` names the button; `told` is the line of the resident's timeline, None when the act
    is not hers to read (a note, a claim).
    """

    id: str
    label: Text
    by: frozenset[Role]
    moves: tuple[Move, ...]
    told: Text | None = None
    asks: tuple[Ask, ...] = ()
    guards: tuple[Guard, ...] = ()
    fact: Owed | None = None
    effects: tuple[Owed, ...] = ()

    @property
    def opens(self) -> bool:
        """True for the action that files the request."""
        return any(None in move.from_states for move in self.moves)

    def leaves(self, state: str | None) -> bool:
        """True when some move starts from `state`, conditions left aside."""
        return any(state in move.from_states for move in self.moves)


@dataclass(frozen=True, slots=True)
class Timer:
    """What is due by itself while a case stands in some states.

    Either `rule` names a date that the law computes, or `after` is an ISO 8601 duration since the
    state was entered. It leads to an action taken by the law, or to effects.
    """

    id: str
    in_states: tuple[str, ...]
    rule: str | None = None
    after: str | None = None
    action: str | None = None
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """A published process. `definition` is the plain value whose digest is `digest`."""

    id: str
    version: int
    digest: str
    title: Text
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    timers: tuple[Timer, ...]
    definition: Mapping[str, object] = field(repr=False, compare=False)

    @property
    def opening(self) -> Action:
        """The action that files a request."""
        return next(action for action in self.actions.values() if action.opens)

    @property
    def start(self) -> str:
        """The state of a request just filed."""
        return next(move.to for move in self.opening.moves if move.to is not None)


@dataclass(frozen=True, slots=True)
class CaseView:
    """What a process may know of a case. `state` None: not filed yet.

    `electronic`: the person agreed to be notified on the portal (CRPA L112-15).
    `tacit`: the decision already born of silence, once recorded.
    `proposed_by`, `proposed_sense`: the last proposal, or decision taken; kept once signed.
    `decided`: a decision was signed or given, be it notified or not.
    `last_day`: the last day on which notifying one was in time, once silence has decided.
    `pieces_pending`, `pieces_limit`: the pieces asked and still awaited, and the day given.
    `completeness_end`: the last day for a request of pieces to move a planning clock (R423-38).
    `tacit_appeal_until`: the last day to appeal against a recorded tacit rejection; while its
    reasons are awaited (`reasons_pending`), the earliest it can be (CRPA L232-4).
    `to_send`: no mail could carry the export of a case handed over; an agent must send it.
    `granted_on`, `revocable_until`: the day an express grant was notified, and the last day to
    withdraw it, were it unlawful (CRPA L242-1).
    `reasons_sent_on`: the day they were written in a letter that has not reached the person yet.
    """

    state: str | None
    zone: ZoneInfo
    electronic: bool
    assignee: UUID | None = None
    proposed_by: UUID | None = None
    proposed_sense: Sense | None = None
    pieces_pending: tuple[str, ...] = ()
    pieces_limit: date | None = None
    tacit: Tacit | None = None
    decided: bool = False
    last_day: date | None = None
    completeness_end: date | None = None
    tacit_appeal_until: date | None = None
    reasons_pending: bool = False
    reasons_given: bool = False
    to_send: bool = False
    reasons_sent_on: date | None = None
    granted_on: date | None = None
    revocable_until: date | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """Somebody asks for an action. `roles` are those that `by` holds on this very case."""

    action: str
    roles: frozenset[Role]
    by: UUID | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """An action that the process allows, and what it brings. Nothing is stored yet."""

    action: str
    from_state: str | None
    to_state: str
    fact: str | None
    effects: tuple[str, ...]
    asks: Mapping[str, FieldValue]
    closes: bool
    reopens: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Possible:
    """An action open to somebody in this state; `blocked` is why it is not, whatever she fills."""

    action: Action
    blocked: Text | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """An act as the record keeps it."""

    action: str
    from_state: str | None
    to_state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A line of the resident's timeline: what was done, where it led, who acts next."""

    action: str
    at: datetime
    told: Text
    state: Text
    next_actor: NextActor
