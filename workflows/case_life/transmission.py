"""A case handed over to an authority that is not on the platform: its export.

Loads the press: for the documents worker alone. The mail is another worker's, so that a slow relay
delays no letter.
"""

from dataclasses import dataclass

from temporalio import activity

from services.cases.actions.record_transmission import owe_transmission_mail, record_transmission
from services.cases.contracts import ToDo
from services.cases.queries.documents import letter_name
from services.cases.queries.transmissions import TransmissionOrder, transmission_order
from services.documents.contracts import Letter
from services.documents.exports import CaseToExport, FileToExport, make_export
from services.documents.letters import Press
from services.foundation import clock
from services.foundation.database import Database
from workflows.case_life.activities import TRANSMIT, do_effect
from workflows.case_life.messages import EffectRef
from workflows.case_life.unreadable import waiting_for_the_store

# Many mailboxes refuse a message of more than ten megabytes, and writing one adds a third.
HEAVIEST_EXPORT = 7_000_000


@dataclass(frozen=True, slots=True)
class TransmissionActivities:
    """Queue `documents`."""

    db: Database
    press: Press
    heaviest: int = HEAVIEST_EXPORT

    @activity.defn(name=TRANSMIT)
    async def transmit(self, ref: EffectRef) -> None:
        """Make the export of an effect once, then owe its mail where one can carry it."""
        await do_effect(self.db, ref, self.do)

    async def do(self, todo: ToDo) -> Letter | None:
        """The export; its mail is owed, or the reason why none leaves is told.

        A file that the store does not give back makes a task for an agent, and is tried again;
        None once she has sent the case in another way.
        """
        at = clock.now()
        order = await transmission_order(self.db, todo, at=at)
        if order.sent:
            return None
        async with waiting_for_the_store(self.db, todo):
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
        why = _why_it_waits(order, export, self.heaviest)
        if why:
            await record_transmission(
                self.db, todo, kind="transmission_waits", payload={"why": why}, at=at
            )
        else:
            await owe_transmission_mail(self.db, todo, at=at)
        return export


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
