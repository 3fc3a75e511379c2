"""What each form of the back office asks of `cases`: fields read, then one verb called."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from services.cases.actions.add_note import add_note
from services.cases.actions.assign_case import assign_case
from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.extend_delay import extend_delay
from services.cases.actions.give_pieces import receive_pieces
from services.cases.actions.give_reasons import give_reasons
from services.cases.actions.hand_back import hand_back
from services.cases.actions.hand_over import hand_over
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.record_notification import record_notification
from services.cases.actions.record_opinion import record_opinion
from services.cases.actions.record_reasons_asked import record_reasons_asked
from services.cases.actions.record_reasons_received import record_reasons_received
from services.cases.actions.record_sending import record_sending
from services.cases.actions.release_case import release_case
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.actions.revoke_grant import revoke_grant
from services.cases.actions.sign_decision import sign_decision
from services.cases.actions.withdraw_grant import withdraw_grant
from services.cases.contracts import AgentAtWork, Authority
from services.documents.contracts import StoredFile
from services.foundation.database import Database
from services.foundation.i18n import _
from services.processes.contracts import Action, Ask
from services.web.shared.form import Form
from services.web.shared.words import read_day


@dataclass(frozen=True, slots=True)
class Order:
    """An act that somebody asks for. `version` is that of the case she saw."""

    db: Database
    case_id: UUID
    version: int | None
    form: Form
    by: AgentAtWork
    at: datetime
    scan: StoredFile | None = None
    """The letter that came with it, scanned, where the act takes one."""

    @property
    def usual(self) -> dict[str, Any]:
        return {"case_id": self.case_id, "version": self.version, "by": self.by, "at": self.at}

    def text(self, name: str) -> str:
        # Browsers send line ends of two characters; letters are made of lines.
        return self.form.one(name).replace("\r\n", "\n").strip()

    def sense(self) -> Literal["grant", "refusal"]:
        return "refusal" if self.form.one("sense") == "refusal" else "grant"

    def day(self, name: str) -> date:
        found = self.day_given(name)
        assert found is not None, "checked by `mistakes`"
        return found

    def day_given(self, name: str) -> date | None:
        """The day typed; None where an optional one was left blank."""
        return read_day(self.text(name)) if self.text(name) else None


def mistakes(action: Action, form: Form) -> dict[str, str]:
    """What can be seen wrong before asking: blanks, words that are not a day or not a choice."""
    found = {}
    for ask in action.asks:
        sentence = _mistake(ask, form)
        if sentence:
            found[ask.name] = sentence
    return found


def _mistake(ask: Ask, form: Form) -> str:
    value, label = form.one(ask.name).strip(), str(ask.label)
    if ask.kind == "pieces":
        return "" if form.all(ask.name) or not ask.required else _("Cochez au moins une pièce")
    if ask.kind == "choice":
        known = value in dict(ask.choices) or (not value and not ask.required)
        return "" if known else _("Choisissez une réponse : {label}").format(label=label)
    if not value:
        blank = _("Remplissez « {label} »").format(label=label)
        if ask.kind == "date":
            blank = _("Indiquez un jour, par exemple 14/03/2027")
        return blank if ask.required and ask.when is None else ""
    if ask.kind == "date" and read_day(value) is None:
        return _("Indiquez un jour qui existe, par exemple 14/03/2027")
    return ""


async def _claim(order: Order) -> None:
    await claim_case(order.db, **order.usual)


async def _release(order: Order) -> None:
    await release_case(order.db, **order.usual)


async def _assign(order: Order) -> None:
    await assign_case(order.db, to=order.text("to"), **order.usual)


async def _request_pieces(order: Order) -> None:
    await request_missing_pieces(
        order.db,
        pieces={piece: order.text(f"reason:{piece}") for piece in order.form.all("pieces")},
        limit=order.day_given("limit"),
        message=order.text("message"),
        **order.usual,
    )


async def _receive_pieces(order: Order) -> None:
    await receive_pieces(
        order.db, pieces=order.form.all("pieces"), message=order.text("message"), **order.usual
    )


async def _extend_delay(order: Order) -> None:
    await extend_delay(
        order.db,
        months=int(order.text("months")),
        article=order.text("article"),
        reasons=order.text("reasons"),
        notified_on=order.day_given("notified_on"),
        **order.usual,
    )


async def _record_opinion(order: Order) -> None:
    await record_opinion(
        order.db,
        service=order.text("service"),
        sense=order.text("sense"),
        received_on=order.day("received_on"),
        summary=order.text("summary"),
        **order.usual,
    )


async def _propose(order: Order) -> None:
    await propose_decision(
        order.db,
        sense=order.sense(),
        note=order.text("note"),
        law_reasons=order.text("law_reasons"),
        fact_reasons=order.text("fact_reasons"),
        conditions=order.text("conditions"),
        **order.usual,
    )


async def _sign(order: Order) -> None:
    await sign_decision(order.db, **order.usual)


async def _hand_back(order: Order) -> None:
    await hand_back(order.db, note=order.text("note"), **order.usual)


async def _decide(order: Order) -> None:
    await decide_case(
        order.db,
        sense=order.sense(),
        law_reasons=order.text("law_reasons"),
        fact_reasons=order.text("fact_reasons"),
        conditions=order.text("conditions"),
        **order.usual,
    )


async def _give_reasons(order: Order) -> None:
    await give_reasons(
        order.db,
        law_reasons=order.text("law_reasons"),
        fact_reasons=order.text("fact_reasons"),
        **order.usual,
    )


async def _record_reasons_asked(order: Order) -> None:
    await record_reasons_asked(
        order.db, received_on=order.day("received_on"), letter=order.scan, **order.usual
    )


async def _record_reasons_received(order: Order) -> None:
    await record_reasons_received(
        order.db, received_on=order.day("received_on"), means=order.text("means"), **order.usual
    )


async def _record_notification(order: Order) -> None:
    await record_notification(
        order.db, notified_on=order.day("notified_on"), means=order.text("means"), **order.usual
    )


async def _hand_over(order: Order) -> None:
    await hand_over(
        order.db,
        to=order.text("to"),
        authority=Authority(
            name=order.text("authority_name"),
            email=order.text("authority_email"),
            address=order.text("authority_address"),
            phone=order.text("authority_phone"),
        ),
        reason=order.text("reason"),
        **order.usual,
    )


async def _record_sending(order: Order) -> None:
    await record_sending(
        order.db, sent_on=order.day("sent_on"), means=order.text("means"), **order.usual
    )


async def _add_note(order: Order) -> None:
    await add_note(
        order.db, case_id=order.case_id, text=order.text("note"), by=order.by, at=order.at
    )


async def _revoke_grant(order: Order) -> None:
    await revoke_grant(
        order.db,
        invited_on=order.day_given("invited_on"),
        observations=order.text("observations"),
        law_reasons=order.text("law_reasons"),
        fact_reasons=order.text("fact_reasons"),
        **order.usual,
    )


async def _withdraw_grant(order: Order) -> None:
    await withdraw_grant(
        order.db,
        why="unlawful" if order.text("why") == "unlawful" else "given_up",
        withdrawn_on=order.day("withdrawn_on"),
        reason=order.text("reason"),
        **order.usual,
    )


Perform = Callable[[Order], Awaitable[None]]

# Done by one button of the case page, or by its note.
AT_ONCE: Mapping[str, Perform] = {"claim": _claim, "release": _release, "add_note": _add_note}
# Done on a page of their own, which says first what they bring.
BY_FORM: Mapping[str, Perform] = {
    "assign": _assign,
    "request_pieces": _request_pieces,
    "give_pieces": _receive_pieces,
    "extend_delay": _extend_delay,
    "record_opinion": _record_opinion,
    "propose": _propose,
    "sign": _sign,
    "hand_back": _hand_back,
    "decide": _decide,
    "record_notification": _record_notification,
    "hand_over": _hand_over,
    "record_sending": _record_sending,
    "give_reasons": _give_reasons,
    "revoke_grant": _revoke_grant,
    "withdraw_grant": _withdraw_grant,
    "record_reasons_asked": _record_reasons_asked,
    "record_reasons_received": _record_reasons_received,
}
