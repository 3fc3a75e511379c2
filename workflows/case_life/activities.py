"""What a case's life does outside the workflow: look at the book, do an effect, send a mail.

Each asks the clock once. An effect may be done twice (a worker dies after it, before the book
knows): its key makes the second time harmless.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

from temporalio import activity

from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.record_effect import effect_abandoned, effect_done, effect_failed
from services.cases.actions.record_warning import warning_left_out, warning_sent
from services.cases.contracts import Owed, ToDo
from services.cases.errors import NobodyToWarn
from services.cases.queries.letters import LETTERS, mail_order
from services.cases.queries.owed import effect_to_do
from services.cases.queries.warnings import WarningOrder, warning_order
from services.documents.contracts import Letter
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.errors import Outage, Refusal
from services.foundation.telemetry import EFFECTS, log
from services.messages.actions import MailRelay, send_mail
from services.messages.errors import AddressRefused
from workflows.case_life.messages import LOOK_AT_BOOK, CaseRef, EffectRef, Seen, Task

MAIL = "notice_mail"
WARNING = "agent_warning"
MAKE_LETTER = "make_letter"
SEND_MAIL = "send_mail"
SEND_WARNING = "send_warning"
DELIVER_CASE = "deliver_case"
TRANSMIT = "transmit"
MAIL_EXPORT = "mail_export"
# Each kind of effect that a process or the register owes: the activity that does it, its queue.
HANDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(LETTERS, (MAKE_LETTER, "documents")),
    MAIL: (SEND_MAIL, "connectors"),
    WARNING: (SEND_WARNING, "connectors"),
    "delivery": (DELIVER_CASE, "documents"),
    "transmission": (TRANSMIT, "documents"),
    "transmission_mail": (MAIL_EXPORT, "connectors"),
}
BEAT = 2.0


@dataclass(frozen=True, slots=True)
class BookActivities:
    """Queue `cases`."""

    db: Database

    @activity.defn(name=LOOK_AT_BOOK)
    async def look(self, case: CaseRef) -> Seen:
        """Settle what the law has done, then say what is owed. Raises NotFound."""
        look = await look_at_book(
            self.db, tenant_id=UUID(case.tenant_id), case_id=UUID(case.case_id), at=clock.now()
        )
        tasks = [task for task in map(_task, look.owed) if task is not None]
        return Seen(tasks, look.wake_at, look.closed)


def _task(owed: Owed) -> Task | None:
    hand = HANDS.get(owed.kind)
    if hand is None:
        # Of a later release: it waits in the book, and what this one knows goes on.
        log.error("effect_unknown", kind=owed.kind, effect_id=str(owed.id))
        return None
    return Task(str(owed.id), owed.act, owed.order, owed.priority, *hand)


@dataclass(frozen=True, slots=True)
class MailActivities:
    """Queue `connectors`."""

    db: Database
    relay: MailRelay
    base_url: str

    @activity.defn(name=SEND_MAIL)
    async def send(self, ref: EffectRef) -> None:
        """Send the mail of an effect, always under the same Message-ID."""
        await do_effect(self.db, ref, self._send)

    async def _send(self, todo: ToDo) -> None:
        at = clock.now()
        order = await mail_order(self.db, todo, base_url=self.base_url, at=at)
        if order is None:
            return
        await send_mail(
            self.relay,
            kind=order.kind,
            to=order.to,
            tenant_id=todo.tenant_id,
            key=todo.key,
            content=order.content,
            at=at,
        )

    @activity.defn(name=SEND_WARNING)
    async def warn(self, ref: EffectRef) -> None:
        """Warn agents that a deadline comes near, unless the case has been answered or paused."""
        await do_effect(self.db, ref, self._warn)

    async def _warn(self, todo: ToDo) -> None:
        at = clock.now()
        try:
            order = await warning_order(self.db, todo, base_url=self.base_url, at=at)
            reached = await self._reach(todo, order) if order else []
        except (NobodyToWarn, AddressRefused):
            await warning_left_out(self.db, todo)
            raise
        if reached:
            await warning_sent(self.db, todo, to=reached, at=clock.now())
        else:
            await warning_left_out(self.db, todo)

    async def _reach(self, todo: ToDo, order: WarningOrder) -> list[UUID]:
        """One mail for each agent, under its own Message-ID; those that an address let down are
        left out. Raises AddressRefused when none can be reached."""
        reached = []
        for agent_id, address in order.to:
            with suppress(AddressRefused):
                await send_mail(
                    self.relay,
                    kind=order.kind,
                    to=address,
                    tenant_id=todo.tenant_id,
                    key=f"{todo.key}/{agent_id}",
                    content=order.content,
                    at=clock.now(),
                )
                reached.append(agent_id)
        if not reached:
            raise AddressRefused
        return reached


async def do_effect(
    db: Database, ref: EffectRef, hand: Callable[[ToDo], Awaitable[Letter | None]]
) -> None:
    """Do one effect and write back what came of it, so that agents see what fails."""
    todo = await effect_to_do(db, tenant_id=UUID(ref.tenant_id), effect_id=UUID(ref.effect_id))
    if todo is None:
        return
    try:
        async with _heartbeats():
            letter = await hand(todo)
            await effect_done(db, todo, letter=letter, at=clock.now())
    except Refusal as no:
        # Trying again would not help: the effect is closed, with its reason.
        await effect_abandoned(db, todo, error=no.code, at=clock.now())
        EFFECTS.labels(todo.kind, "refused").inc()
        raise
    except Exception as broken:
        await _tell_failure(db, todo, broken)
        EFFECTS.labels(todo.kind, "failed").inc()
        raise
    EFFECTS.labels(todo.kind, "done").inc()


async def _tell_failure(db: Database, todo: ToDo, broken: Exception) -> None:
    part = broken.part if isinstance(broken, Outage) else type(broken).__name__
    with suppress(Outage):  # the book itself may be what does not answer
        await effect_failed(
            db,
            tenant_id=todo.tenant_id,
            effect_id=todo.id,
            attempt=activity.info().attempt,
            error=part,
        )


@asynccontextmanager
async def _heartbeats() -> AsyncIterator[None]:
    """Let the server know, while this runs, that the worker lives."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(BEAT)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
