"""A case handed over to an authority that is not on the platform: its export, its mail, its proof.

Loads the press: for the documents worker alone.
"""

from dataclasses import dataclass

from temporalio import activity

from services.cases.actions.record_transmission import record_transmission
from services.cases.contracts import ToDo
from services.cases.queries.documents import letter_name
from services.cases.queries.transmissions import TransmissionOrder, transmission_order
from services.documents.contracts import Letter
from services.documents.exports import ZIP, CaseToExport, FileToExport, make_export
from services.documents.letters import Press
from services.foundation import clock
from services.foundation.database import Database
from services.messages.actions import MailRelay, send_mail
from services.messages.contracts import Enclosed
from workflows.case_life.activities import TRANSMIT, do_effect
from workflows.case_life.messages import EffectRef

# Many mailboxes refuse more.
HEAVIEST_MAIL = 10_000_000


@dataclass(frozen=True, slots=True)
class TransmissionActivities:
    """Queue `documents`."""

    db: Database
    press: Press
    relay: MailRelay
    base_url: str
    heaviest: int = HEAVIEST_MAIL

    @activity.defn(name=TRANSMIT)
    async def transmit(self, ref: EffectRef) -> None:
        """Make the export of an effect once, mail it where that is possible, keep the proof."""
        await do_effect(self.db, ref, self.do)

    async def do(self, todo: ToDo) -> Letter:
        """The export, once the mail left or its reason not to is told."""
        at = clock.now()
        order = await transmission_order(self.db, todo, base_url=self.base_url, at=at)
        export = await make_export(
            self.db,
            self.press,
            tenant_id=todo.tenant_id,
            key_id=order.key_id,
            case_id=todo.case_id,
            key=todo.key,
            export=_gathered(order),
            at=at,
        )
        waits = _why_it_waits(order, export, self.heaviest)
        if waits:
            await record_transmission(
                self.db, todo, kind="transmission_waits", payload={"why": waits}, at=at
            )
            return export
        await self._mail(todo, order, export)
        return export

    async def _mail(self, todo: ToDo, order: TransmissionOrder, export: Letter) -> None:
        at = clock.now()
        content = await self.press.store.fetch(
            export.object_key, key_id=order.key_id, size=export.size
        )
        sent = await send_mail(
            self.relay,
            kind="transmission",
            to=order.email,
            tenant_id=todo.tenant_id,
            key=todo.key,
            content=order.mail,
            at=at,
            enclosed=Enclosed(letter_name("transmission", order.number), ZIP, content),
        )
        proof = {
            "message_id": sent.message_id,
            "sha256": export.sha256,
            "sent_at": at.isoformat(),
            "reply": sent.reply,
        }
        await record_transmission(self.db, todo, kind="transmitted", payload=proof, at=at)


def _why_it_waits(order: TransmissionOrder, export: Letter, heaviest: int) -> str:
    if not order.email:
        return "no_address"
    return "too_heavy" if export.size > heaviest else ""


def _gathered(order: TransmissionOrder) -> CaseToExport:
    files = [
        FileToExport("pieces", row.filename, row.object_key, row.size, row.sha256)
        for row in order.pieces
        if row.scan != "infected"
    ]
    files += [
        FileToExport(
            "accuses", letter_name(row.kind, order.number), row.object_key, row.size, row.sha256
        )
        for row in order.receipts
    ]
    left_out = tuple(
        {"filename": row.filename, "reason": "infected"}
        for row in order.pieces
        if row.scan == "infected"
    )
    return CaseToExport(order.content, order.data, tuple(files), left_out)
