"""The letters of a case. Loads WeasyPrint and pyHanko: for the documents worker alone."""

from dataclasses import dataclass

from temporalio import activity

from services.cases.contracts import ToDo
from services.cases.queries.letters import letter_order
from services.documents.contracts import Letter
from services.documents.letters import Press, make_letter
from services.foundation import clock
from services.foundation.database import Database
from workflows.case_life.activities import MAKE_LETTER, do_effect
from workflows.case_life.messages import EffectRef


@dataclass(frozen=True, slots=True)
class LetterActivities:
    """Queue `documents`."""

    db: Database
    press: Press
    base_url: str

    @activity.defn(name=MAKE_LETTER)
    async def make(self, ref: EffectRef) -> None:
        """Draw, seal and store the letter of an effect, and write it into the record."""
        await do_effect(self.db, ref, self._make)

    async def _make(self, todo: ToDo) -> Letter:
        at = clock.now()
        order = await letter_order(self.db, todo, base_url=self.base_url, at=at)
        return await make_letter(
            self.db,
            self.press,
            tenant_id=todo.tenant_id,
            key_id=order.key_id,
            case_id=todo.case_id,
            kind=order.kind,
            key=todo.key,
            content=order.content,
            at=at,
        )
