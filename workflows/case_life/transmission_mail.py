"""The mail that carries an export to an authority that is not on the platform, and its proof."""

from dataclasses import dataclass

from temporalio import activity

from services.cases.actions.record_transmission import record_transmission
from services.cases.contracts import ToDo
from services.cases.queries.documents import letter_media_type, letter_name
from services.cases.queries.transmissions import transmission_mail
from services.documents.store import ObjectStore
from services.foundation import clock
from services.foundation.database import Database
from services.messages.actions import MailRelay, send_mail
from services.messages.contracts import Enclosed
from services.messages.errors import AddressRefused, MailTooHeavy
from workflows.case_life.activities import MAIL_EXPORT, do_effect
from workflows.case_life.messages import EffectRef
from workflows.case_life.unreadable import waiting_for_the_store


@dataclass(frozen=True, slots=True)
class TransmissionMailActivities:
    """Queue `connectors`: a relay may be slow there."""

    db: Database
    store: ObjectStore
    relay: MailRelay
    base_url: str

    @activity.defn(name=MAIL_EXPORT)
    async def mail(self, ref: EffectRef) -> None:
        """Mail an export, always under the same Message-ID, and keep the proof."""
        await do_effect(self.db, ref, self.do)

    async def do(self, todo: ToDo) -> None:
        """The mail left, with its proof; or the relay will never take it, and an agent must act.

        An export that the store does not give back is her task too, and tried again until she has
        sent it in another way.
        """
        try:
            proof = await self._send(todo)
        except (AddressRefused, MailTooHeavy) as no:
            why = "too_heavy" if isinstance(no, MailTooHeavy) else "address_refused"
            await record_transmission(
                self.db, todo, kind="transmission_waits", payload={"why": why}, at=clock.now()
            )
            return
        if proof is not None:
            await record_transmission(
                self.db, todo, kind="transmitted", payload=proof, at=clock.now()
            )

    async def _send(self, todo: ToDo) -> dict[str, str] | None:
        at = clock.now()
        order = await transmission_mail(self.db, todo, base_url=self.base_url, at=at)
        if order.sent:
            return None
        async with waiting_for_the_store(self.db, todo):
            content = await self.store.fetch(order.object_key, key_id=order.key_id, size=order.size)
        name = letter_name("transmission", order.number)
        sent = await send_mail(
            self.relay,
            kind="transmission",
            to=order.to,
            tenant_id=todo.tenant_id,
            key=todo.key,
            content=order.content,
            at=at,
            enclosed=Enclosed(name, letter_media_type("transmission"), content),
        )
        return {"message_id": sent.message_id, "sha256": order.sha256, "reply": sent.reply}
