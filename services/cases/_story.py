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
from services.cases._deadlines import Wanted, clock_must_look, keep_register, wanted_of
from services.cases._law_acts import LawAct, law_acts
from services.cases._tables import case, case_party
from services.cases._transmission import waits_to_be_sent
from services.cases._view import view_of
from services.cases.errors import CaseMoved, LawHasDecided
from services.foundation.actor import THE_LAW, Actor
from services.foundation.database import Context, Database, Transaction
from services.foundation.outbox import ORDINARY, owe, tell
from services.foundation.writes import Writes
from services.law.contracts import Timeline
from services.processes.contracts import (
    CaseView,
    Command,
    FieldValue,
    Happened,
    Role,
)
from services.processes.errors import NotInThisState
from services.processes.step import step
from services.worklist.actions import move_on_list
from services.worklist.contracts import Standing

# Effects that have one key for the life of a case: asked twice, made once.
ONCE = frozenset({"receipt"})


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
            done = self._done_by_the_law()
            if not done:
                return
            first = min(done, key=lambda each: each.at)
            self.take(
                first.action,
                by=THE_LAW,
                roles=frozenset({"law"}),
                fields=first.fields,
                fact=first.fact,
                at=max(first.at, self.events[-1].at),
            )
            self.settled = True

    def _done_by_the_law(self) -> list[LawAct]:
        """What the law has done and the record does not say."""
        acts = law_acts(self.timeline, self.view, zone=self.book.under.zone, today=self.today)
        return [each for each in acts if self._takes(each.action)]

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

    @property
    def moved(self) -> bool:
        """Whether anything was told since the case was locked."""
        return self.head != self.book.head

    def wanted(self, timeline: Timeline) -> Wanted:
        """The dates and the early warnings that the register must hold."""
        return wanted_of(self.book, timeline, state=self.state, today=self.today)

    def close(self) -> None:
        """Gather the rows that follow from what happened."""
        book, timeline = self.book, self.timeline
        wanted = self.wanted(timeline)
        standing = _rules.standing(
            book.process,
            state=self.state,
            timeline=timeline,
            events=self.events,
            zone=book.under.zone,
            assignee_id=self.assignee_id,
            team_id=self.team_id,
        )
        key = {"tenant_id": book.tenant_id, "case_id": book.case_id}
        self._write_case(standing)
        self._write_party(key, standing)
        move_on_list(self.writes, **key, standing=standing, at=self.at)
        keep_register(self.writes, book, wanted)
        if self.owes or clock_must_look(book, wanted):
            tell(self.writes, **key, fact="case.look", at=self.at)

    def _write_case(self, standing: Standing) -> None:
        self.writes.update(
            case,
            {"tenant_id": self.book.tenant_id, "id": self.book.case_id},
            state=self.state,
            outcome=self.outcome,
            assignee_id=self.assignee_id,
            team_id=self.team_id,
            revision=self.head.length,
            due_on=standing.due_on,
            closed_on=self.closed_on,
            retain_until=_rules.retain_until(self.book.under, self.closed_on),
            chain_head=self.head.hash,
            chain_length=self.head.length,
        )

    def _write_party(self, key: Mapping[str, UUID], standing: Standing) -> None:
        public = self.book.process.states[self.state].public
        answer_by = standing.person_due_on or standing.due_on
        self.writes.update(
            case_party,
            key,
            public_state={"fr": public.fr, "en": public.en},
            next_actor=standing.next_actor,
            due_on=None if waits_to_be_sent(self.events) else answer_by,
            closed_on=self.closed_on,
            updated_at=self.at,
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
