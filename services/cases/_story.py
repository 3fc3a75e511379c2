"""One act on a case: settle what the law has done, do what is asked, write it all at once.

The case is locked by `open_book`. Whatever the verb, the same things follow from it: the record,
the case, the resident's row, the work list, the register of deadlines, what is owed.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.audit import actions as audit
from services.audit.contracts import Event, Head
from services.cases import _rules
from services.cases._book import Book, acts_after, open_book
from services.cases._tables import case, case_party, deadline
from services.cases._view import view_of
from services.cases._warnings import wake_of, wanted_warnings
from services.cases.errors import CaseMoved, LawHasDecided
from services.foundation.actor import THE_LAW, Actor
from services.foundation.database import Context, Database, Transaction
from services.foundation.outbox import ORDINARY, owe, tell
from services.foundation.writes import Writes
from services.law.contracts import Deadline, Timeline
from services.law.deadlines import deadlines
from services.law.early_warnings import warned_of
from services.processes.contracts import (
    CaseView,
    Command,
    FieldValue,
    Happened,
    Process,
    Role,
)
from services.processes.errors import NotInThisState
from services.processes.step import step
from services.worklist.actions import move_on_list

# Effects that have one key for the life of a case: asked twice, made once.
ONCE = frozenset({"receipt"})
# The deadlines after which the law does something by itself; the others inform.
THE_LAW_ACTS = ("silence", "pieces_limit")


@dataclass(slots=True)
class Story:
    """What happens to one case in one transaction."""

    book: Book
    at: datetime
    writes: Writes
    state: str
    assignee_id: UUID | None
    team_id: UUID | None
    head: Head
    events: list[Event]
    outcome: str | None
    closed_on: date | None
    priority: int = ORDINARY
    settled: bool = False
    owes: bool = False

    @property
    def today(self) -> date:
        return _rules.local_day(self.at, self.book.under.zone)

    @property
    def timeline(self) -> Timeline:
        return _rules.timeline_of(self.book.under, self.events, on=self.today)

    @property
    def view(self) -> CaseView:
        return view_of(
            state=self.state,
            under=self.book.under,
            events=self.events,
            electronic=self.book.electronic,
            assignee=self.assignee_id,
        )

    def take(
        self,
        action: str,
        *,
        by: Actor,
        roles: frozenset[Role],
        fields: Mapping[str, FieldValue] | None = None,
        fact: Mapping[str, Any] | None = None,
        payload: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Happened:
        """Do `action` if the process allows it; `fact` and `payload` go to the record.

        Raises the refusals of `processes.step`; LawHasDecided when a tacit decision is why.
        """
        at = at or self.at
        command = Command(action, roles, by.id, dict(fields or {}))
        try:
            happened = step(self.book.process, self.view, command, at=at)
        except NotInThisState:
            tacit = self.timeline.tacit
            if tacit is not None and _rules.recorded_tacit(self.events) and by.kind != "law":
                raise LawHasDecided(tacit) from None
            raise
        self._follow(happened)
        named = {"what": happened.fact} if happened.fact else {}
        self.tell(
            action,
            by=by,
            at=at,
            states=(happened.from_state, happened.to_state),
            fact={**named, **(fact or {})} or None,
            payload=payload,
        )
        for order, kind in enumerate(happened.effects):
            self.owe(kind, order=order, about=action)
        return happened

    def tell(
        self,
        kind: str,
        *,
        by: Actor,
        at: datetime | None = None,
        states: tuple[str | None, str | None] = (None, None),
        fact: Mapping[str, Any] | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a link to the record without moving the case."""
        event, self.head = audit.append(
            self.writes,
            tenant_id=self.book.tenant_id,
            case_id=self.book.case_id,
            head=self.head,
            kind=kind,
            at=at or self.at,
            by=by,
            states=states,
            fact=fact,
            payload=payload,
        )
        self.events.append(event)

    def owe(self, kind: str, *, about: str, order: int = 0) -> None:
        """Register an effect of the last act."""
        case_id, seq = self.book.case_id, self.head.length
        owe(
            self.writes,
            tenant_id=self.book.tenant_id,
            case_id=case_id,
            kind=kind,
            key=f"{case_id}/{kind}" if kind in ONCE else f"{case_id}/{kind}/{seq}",
            at=self.at,
            data={"seq": seq, "order": order, "about": about},
            priority=self.priority,
        )
        self.owes = True

    def settle(self) -> None:
        """Do what the law has already done by now, each on its own day (decision 3)."""
        for _attempt in range(len(self.book.process.timers) + 1):
            due = self._law_next()
            if due is None:
                return
            action, at, fields, fact = due
            self.take(
                action,
                by=THE_LAW,
                roles=frozenset({"law"}),
                fields=fields,
                fact=fact,
                payload=None,
                at=at,
            )
            self.settled = True

    def _law_next(
        self,
    ) -> tuple[str, datetime, dict[str, FieldValue], dict[str, Any]] | None:
        """The earliest thing that the law has done and the record does not say."""
        zone, today = self.book.under.zone, self.today
        view, found = self.view, []
        tacit = self.timeline.tacit
        if (
            tacit
            and tacit.born_on <= today
            and view.tacit is None
            and self._takes("record_silence")
        ):
            effect = "rejection" if tacit.effect == "rejection" else "acceptance"
            fact = {"tacit": tacit.effect, "born_on": tacit.born_on.isoformat()}
            at = _rules.local_midnight(tacit.born_on, zone)
            fields: dict[str, FieldValue] = {"effect": effect, "born_on": tacit.born_on}
            found.append((at, "record_silence", fields, fact))
        if view.pieces_limit and view.pieces_limit < today and self._takes("end_wait"):
            at = _rules.local_midnight(_rules.next_day(view.pieces_limit), zone)
            found.append((at, "end_wait", {}, {}))
        if not found:
            return None
        at, action, fields, fact = min(found, key=lambda each: each[0])
        return action, max(at, self.events[-1].at), fields, fact

    def _takes(self, action: str) -> bool:
        definition = self.book.process.actions.get(action)
        return definition is not None and definition.leaves(self.state)

    def _follow(self, happened: Happened) -> None:
        self.state = happened.to_state
        if happened.closes:
            self.closed_on, self.owes = self.today, True
        if self.book.process.states[self.state].final:
            self.outcome = self.state
        if happened.reopens:
            self.closed_on, self.outcome = None, None

    def warnings(self, timeline: Timeline) -> dict[str, Deadline]:
        """The early warnings that the register must hold; a closed case has none."""
        book = self.book
        if book.process.states[self.state].final:
            return {}
        return wanted_warnings(book.under, timeline, book.deadlines, today=self.today)

    @property
    def moved(self) -> bool:
        """Whether anything was told since the case was locked."""
        return self.head != self.book.head

    def close(self) -> None:
        """Gather the rows that follow from what happened."""
        book, timeline = self.book, self.timeline
        standing = _rules.standing(
            book.process,
            state=self.state,
            timeline=timeline,
            events=self.events,
            assignee_id=self.assignee_id,
            team_id=self.team_id,
        )
        definition = book.process.states[self.state]
        key = {"tenant_id": book.tenant_id, "case_id": book.case_id}
        self.writes.update(
            case,
            {"tenant_id": book.tenant_id, "id": book.case_id},
            state=self.state,
            outcome=self.outcome,
            assignee_id=self.assignee_id,
            team_id=self.team_id,
            revision=self.head.length,
            due_on=standing.due_on,
            closed_on=self.closed_on,
            retain_until=_rules.retain_until(book.under, self.closed_on),
            chain_head=self.head.hash,
            chain_length=self.head.length,
        )
        self.writes.update(
            case_party,
            key,
            public_state={"fr": definition.public.fr, "en": definition.public.en},
            next_actor=standing.next_actor,
            due_on=standing.person_due_on or standing.due_on,
            closed_on=self.closed_on,
            updated_at=self.at,
        )
        move_on_list(
            self.writes,
            tenant_id=book.tenant_id,
            case_id=book.case_id,
            standing=standing,
            at=self.at,
        )
        warnings = self.warnings(timeline)
        kept = kept_when_closed(book.process, self.state, timeline)
        closed = definition.final
        wanted = {**wanted_deadlines(timeline, closed=closed, kept=kept), **warnings}
        register(self.writes, book=book, wanted=wanted, closed=closed)
        moved = deadlines_moved(book, timeline, closed=closed)
        if self.owes or moved or warnings_added(book, warnings):
            tell(self.writes, **key, fact="case.look", at=self.at)


def kept_when_closed(process: Process, state: str, timeline: Timeline) -> frozenset[str]:
    """What a closed case may still owe: the reasons of a tacit rejection (CRPA L232-4)."""
    owed = _rules.reasons_due_on(process, state, timeline)
    return frozenset({"reasons_due"}) if owed else frozenset()


def wanted_deadlines(
    timeline: Timeline, *, closed: bool, kept: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The dates that the register must hold; a closed case awaits nothing but what is `kept`."""
    return {each.kind: each for each in deadlines(timeline) if not closed or each.kind in kept}


def deadlines_moved(book: Book, timeline: Timeline, *, closed: bool) -> bool:
    """Whether a date after which the law acts has changed, so that the clock must look again."""
    wanted = wanted_deadlines(timeline, closed=closed)
    due = {kind: wanted[kind].due_on for kind in THE_LAW_ACTS if kind in wanted}
    open_ones = {kind: due for kind, (due, state) in book.deadlines.items() if state == "open"}
    return due != {kind: open_ones[kind] for kind in THE_LAW_ACTS if kind in open_ones}


def warnings_added(book: Book, warnings: Mapping[str, Deadline]) -> bool:
    """Whether the clock must wake for a warning that it does not know of."""
    return any(book.deadlines.get(kind) != (each.due_on, "open") for kind, each in warnings.items())


def register(
    writes: Writes,
    *,
    book: Book,
    closed: bool,
    wanted: Mapping[str, Deadline],
) -> None:
    """Bring the register of deadlines in line with what is wanted of it."""
    zone = book.under.zone
    for kind, each in wanted.items():
        if book.deadlines.get(kind) != (each.due_on, "open"):
            writes.upsert(
                deadline,
                {"tenant_id": book.tenant_id, "case_id": book.case_id, "kind": kind},
                due_on=each.due_on,
                wake_at=wake_of(each, zone),
                state="open",
                article=each.article,
            )
    for kind, (_due, state) in book.deadlines.items():
        if state == "open" and kind not in wanted:
            writes.update(
                deadline,
                {"tenant_id": book.tenant_id, "case_id": book.case_id, "kind": kind},
                state="done" if closed and warned_of(kind) is None else "cancelled",
            )


def begin(book: Book, *, at: datetime) -> Story:
    """A story about to be told; instants never go back before the last link."""
    return Story(
        book=book,
        at=max(at, book.events[-1].at),
        writes=Writes(),
        state=book.state,
        assignee_id=book.assignee_id,
        team_id=book.team_id,
        head=book.head,
        events=list(book.events),
        outcome=book.outcome,
        closed_on=book.closed_on,
    )


@asynccontextmanager
async def acting(
    db: Database,
    context: Context,
    *,
    tenant_id: UUID,
    case_id: UUID,
    at: datetime,
    version: int | None = None,
) -> AsyncIterator[tuple[Story, Transaction]]:
    """An act on a case: locked, settled, then yours; written and committed on a clean exit.

    `version` is the one its author saw: raises CaseMoved when the case has moved since, NotFound
    when there is no such case for this context.
    """
    async with db.transaction(context) as tx:
        book = await open_book(tx, tenant_id=tenant_id, case_id=case_id)
        unseen = acts_after(book.events, version) if version is not None else ()
        if unseen:
            raise CaseMoved(since=unseen, version=book.version)
        story = begin(book, at=at)
        story.settle()
        yield story, tx
        if story.moved:
            story.close()
        if story.writes:
            await tx.write(story.writes)
