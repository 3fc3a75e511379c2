"""Acts on a case: each posted form carries the version that its reader saw."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from starlette.responses import Response

from services.cases.actions.add_note import add_note
from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.give_pieces import receive_pieces
from services.cases.actions.hand_back import hand_back
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.record_notification import record_notification
from services.cases.actions.release_case import release_case
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.actions.sign_decision import sign_decision
from services.cases.contracts import AgentAtWork
from services.cases.errors import CaseMoved, LawHasDecided
from services.foundation.database import Database
from services.foundation.errors import NotFound
from services.foundation.i18n import _
from services.identity.contracts import Permission
from services.processes.errors import BadField, GuardFailed, ProcessRefusal
from services.web.backoffice.at_work import on_case
from services.web.backoffice.case import CASE, Tried, show_case
from services.web.backoffice.case_view import typed
from services.web.shared.door import Doors
from services.web.shared.form import Form
from services.web.shared.visit import Visit
from services.web.shared.words import read_day

doors = Doors("backoffice")


@dataclass(frozen=True, slots=True)
class Order:
    """What an act is done with."""

    db: Database
    case_id: UUID
    version: int | None
    form: Form
    by: AgentAtWork
    at: datetime

    @property
    def usual(self) -> dict[str, Any]:
        """What every act is told."""
        return {"case_id": self.case_id, "version": self.version, "by": self.by, "at": self.at}

    def sense(self) -> Literal["grant", "refusal"]:
        """The sense of a decision. Raises `BadField` when none was chosen."""
        match self.form.one("sense"):
            case "grant":
                return "grant"
            case "refusal":
                return "refusal"
        raise BadField("propose", "sense", "missing")

    def reasons(self) -> dict[str, Any]:
        """The words of a decision."""
        names = ("law_reasons", "fact_reasons", "conditions")
        return {name: self.form.one(name).strip() for name in names}

    def day(self, action: str, name: str) -> date | None:
        """A day typed in the form; None when left blank. Raises `BadField` for another word."""
        word = self.form.one(name).strip()
        if not word:
            return None
        found = read_day(word)
        if found is None:
            raise BadField(action, name, "not_a_date")
        return found


async def _claim(order: Order) -> None:
    await claim_case(order.db, **order.usual)


async def _release(order: Order) -> None:
    await release_case(order.db, **order.usual)


async def _request_pieces(order: Order) -> None:
    wanted = {
        piece: order.form.one(f"reason:{piece}").strip() for piece in order.form.all("pieces")
    }
    await request_missing_pieces(
        order.db,
        pieces=wanted,
        limit=order.day("request_pieces", "limit"),
        message=order.form.one("message").strip(),
        **order.usual,
    )


async def _receive_pieces(order: Order) -> None:
    await receive_pieces(
        order.db,
        pieces=order.form.all("pieces"),
        message=order.form.one("message").strip(),
        **order.usual,
    )


async def _propose(order: Order) -> None:
    await propose_decision(
        order.db,
        sense=order.sense(),
        note=order.form.one("note").strip(),
        **order.reasons(),
        **order.usual,
    )


async def _sign(order: Order) -> None:
    await sign_decision(order.db, **order.usual)


async def _hand_back(order: Order) -> None:
    await hand_back(order.db, note=order.form.one("note").strip(), **order.usual)


async def _decide(order: Order) -> None:
    await decide_case(order.db, sense=order.sense(), **order.reasons(), **order.usual)


async def _record_notification(order: Order) -> None:
    day = order.day("record_notification", "notified_on")
    if day is None:
        raise BadField("record_notification", "notified_on", "missing")
    await record_notification(
        order.db, notified_on=day, means=order.form.one("means"), **order.usual
    )


async def _add_note(order: Order) -> None:
    await add_note(
        order.db,
        case_id=order.case_id,
        text=order.form.one("note").strip(),
        by=order.by,
        at=order.at,
    )


ACTS: dict[str, tuple[Permission, Callable[[Order], Awaitable[None]]]] = {
    "claim": ("read_cases", _claim),
    "release": ("read_cases", _release),
    "request_pieces": ("read_cases", _request_pieces),
    "give_pieces": ("read_cases", _receive_pieces),
    "propose": ("read_cases", _propose),
    "sign": ("sign", _sign),
    "hand_back": ("read_cases", _hand_back),
    "decide": ("read_cases", _decide),
    "record_notification": ("read_cases", _record_notification),
    "add_note": ("read_cases", _add_note),
}
"""Each act and the right it needs at least; the process says which roles may take it."""


@doors.post(CASE + "/{action}", permission="read_cases")
async def act(visit: Visit) -> Response:
    """Do it, or show the case again with the reason and what was typed; nothing is overwritten."""
    action = visit.path("action")
    if action not in ACTS:
        raise NotFound
    right, perform = ACTS[action]
    agent = await on_case(visit, right)
    version = visit.form.one("version")
    order = Order(
        db=visit.house.db,
        case_id=visit.path("case_id"),
        version=int(version) if version.isdigit() else None,
        form=visit.form,
        by=agent,
        at=visit.at,
    )
    kept = typed(visit.form.values)
    try:
        await perform(order)
    except CaseMoved as moved:
        tried = Tried(action, kept, moved.sentence(), since=moved.since, status=moved.status)
        return await show_case(visit, tried)
    except (BadField, GuardFailed) as wrong:
        told = wrong.sentence()
        if isinstance(wrong, GuardFailed) and wrong.article:
            told = _("{told} ({article})").format(told=told, article=wrong.article)
        tried = Tried(action, kept, told, at_field=wrong.field or "", status=wrong.status)
        return await show_case(visit, tried)
    except (ProcessRefusal, LawHasDecided) as refusal:
        tried = Tried(action, kept, refusal.sentence(), status=refusal.status)
        return await show_case(visit, tried)
    return visit.go(f"/agent/{visit.tenant.slug}/cases/{order.case_id}?done={action}")
