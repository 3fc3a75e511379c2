"""The values that go in and out of the law: facts, regimes, timelines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.foundation.i18n import Text
from services.law.calendars import Calendar
from services.law.periods import Delay

__all__ = [
    "Appeal",
    "Clock",
    "Course",
    "Deadline",
    "Fact",
    "Facts",
    "Notification",
    "Regime",
    "SafePosting",
    "Silence",
    "Span",
    "Step",
    "Tacit",
    "Text",
    "Timeline",
    "Way",
    "What",
]

Silence = Literal["acceptance", "rejection", "flat_rate", "none"]
Effect = Literal["acceptance", "rejection", "flat_rate"]
Domain = Literal["general", "planning", "social"]
Residence = Literal["metropole", "overseas", "abroad"]
Decision = Literal["grant", "refusal"]
Channel = Literal["electronic", "paper"]
Way = Literal["direct", "portal", "portal_unopened", "planning_sending"]
ClockState = Literal["not_started", "running", "paused", "done", "none"]
What = Literal[
    "filed",
    "handed_over",
    "receipt_sent",
    "pieces_asked",
    "pieces_given",
    "original_asked",
    "original_given",
    "opinion_asked",
    "opinion_received",
    "delay_extended",
    "decision_notified",
    "made_available",
    "opened",
    "sent",
    "appealed",
    "reasons_asked",
    "reasons_given",
]


NO_TITLE = Text("")


@dataclass(frozen=True, slots=True)
class Regime:
    """What silence means for a procedure, after which delay, and by which text.

    `nature` is the letter code of a planning file (DP, PCMI, PC, PA, PD). `in_force_*` are the
    days between which a filing falls under it (fixed by the fact `filed`).
    """

    silence: Silence
    delay: Delay | None = None
    article: str = ""
    id: str = "given"
    domain: Domain = "general"
    nature: str | None = None
    receipt_delay: Delay | None = None
    title: Text = NO_TITLE
    basis: str = ""
    source: str = ""
    confidence: str = ""
    clock_start: str = "filed"
    in_force_from: date | None = None
    in_force_to: date | None = None
    procedures: tuple[str, ...] = ()

    @property
    def planning(self) -> bool:
        """Whether the code de l’urbanisme governs it."""
        return self.domain == "planning"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a request, on a local date.

    `at` is when it was done; `received_on` (requests) and `notified_on` (extensions) when it
    reached the person, `decided_on` (decisions) when it was taken, `at` by default. `place` is
    where it stands in the document, for messages.
    """

    at: date
    what: What
    competent: bool = True
    channel: Channel = "electronic"
    limit: date | None = None
    indispensable: bool = True
    in_code: bool = True
    received_on: date | None = None
    partial: bool = False
    sense: str | None = None
    service: str | None = None
    months: int = 0
    article: str | None = None
    notified_on: date | None = None
    decided_on: date | None = None
    decision: Decision | None = None
    residence: Residence | None = None
    consent: bool = True
    by: str | None = None
    kind: str | None = None
    mentions_complete: bool = True
    environmental_assessment: bool = False
    exception: str | None = None
    place: str = ""

    def misdirected(self) -> "Fact":
        """The same once its author turns out not to be the body that must answer (L114-3)."""
        if self.what not in ("filed", "handed_over"):
            return self
        return replace(self, competent=False)


def residence_among(facts: Sequence[Fact]) -> Residence:
    """Where the person lives: what the first of these facts to speak of it says."""
    return next((fact.residence for fact in facts if fact.residence is not None), "metropole")


@dataclass(frozen=True, slots=True)
class Facts:
    """A regime, a calendar and what happened, in chronological order."""

    regime: Regime
    calendar: Calendar
    events: tuple[Fact, ...]
    procedure: str | None = None
    remarks: tuple[Text, ...] = ()

    @property
    def residence(self) -> Residence:
        """Where the person lives, as far as a fact tells."""
        return residence_among(self.events)


@dataclass(frozen=True, slots=True)
class Appeal:
    """Until when a court may be asked; `gracious_last_day` where the law sets one apart.

    With `awaits_reasons` the delay has no end yet: `last_day` is the earliest it can be, as if the
    reasons were communicated on the day the timeline is seen (CRPA L232-4).
    """

    last_day: date
    article: str
    gracious_last_day: date | None = None
    awaits_reasons: bool = False


@dataclass(frozen=True, slots=True)
class Tacit:
    """The decision that silence makes: `last_day` to decide expressly, `born_on` the day after."""

    effect: Effect
    last_day: date
    born_on: date
    article: str
    appeal: Appeal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A fact with what it did, or a date of the law, with its article and its reason.

    `effective` is false for a fact that changed nothing; `moves` says what would still move a date.
    """

    on: date | None
    what: str
    article: str
    text: Text
    effective: bool = True
    moves: Text | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days during which the clock stood: from `since`, included, to `until`, excluded."""

    since: date
    until: date | None
    article: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock, on the day the timeline was asked for (by default that of the last fact)."""

    state: ClockState
    started_on: date | None = None
    paused_since: date | None = None
    due_on: date | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class SafePosting:
    """The last day to send a decision so that it is received in time, by each way."""

    electronic: date
    post: date
    article: str


@dataclass(frozen=True, slots=True)
class Notification:
    """An express decision: the day the law holds it notified, and the day it was taken."""

    on: date
    taken_on: date
    decision: Decision
    residence: Residence
    article: str
    how: Way
    mentions_complete: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    """How the clock ran, seen on a day: what drawings and deadlines need besides the dates.

    `reasons_asked_on`: when the reasons of the tacit rejection were asked, in time;
    `reasons_due_on` while they are owed, `reasons_given_on` once communicated (CRPA L232-4).
    `portal_since`: see `notification.unopened_since`.
    """

    seen_on: date
    runs: bool
    filed_on: date
    started_on: date | None
    spans: tuple[Span, ...]
    awaiting_since: date | None
    pieces_limit: date | None
    completeness_last_day: date | None
    portal_since: date | None
    pending: tuple[Fact, ...]
    decided: Notification | None
    reasons_asked_on: date | None = None
    reasons_due_on: date | None = None
    reasons_given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every legal date of a request as its facts stand.

    `appeal_delay_opposable` is None where no refusal, express or tacit, is in question.
    """

    facts: Facts
    tacit: Tacit | None
    receipt_due: date | None
    registration_receipt_due: date
    appeal: Appeal | None
    appeal_delay_opposable: bool | None
    revocation_last_day: date | None
    notified_on: date | None
    safe_posting: SafePosting | None
    clock: Clock
    completeness: Clock | None
    steps: tuple[Step, ...]
    warnings: tuple[Text, ...]
    what_would_move: tuple[Text, ...]
    course: Course

    def step(self, what: str) -> Step | None:
        """The last step of that name."""
        return next((step for step in reversed(self.steps) if step.what == what), None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date for the register: `due_on` is its last day, `wake_on` the day whose midnight, local,
    finds it passed (the day when somebody must have acted, for duties of the authority; the day to
    warn, for early warnings)."""

    kind: str
    due_on: date
    wake_on: date
    article: str
    text: Text
    of: Literal["authority", "person", "law"] = "authority"


# Whom an early warning is for, and of what: the agent or the supervisor before the silence, the
# agent before the end of planning's month.
WarnedOf = Literal["agent", "supervisor", "completeness"]


@dataclass(frozen=True, slots=True)
class WarningDays:
    """How many working days before a last day somebody is warned; the farthest first."""

    agent: tuple[int, ...] = (10, 3)
    supervisor: tuple[int, ...] = (3,)
