"""A planning file in the hands of its agents, and its letters as they would be written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.record_effect import effect_done
from services.cases.actions.sign_decision import sign_decision
from services.cases.contracts import CaseFile, Filed
from services.cases.queries.case_files import case_file
from services.cases.queries.documents import document_for_person
from services.cases.queries.letters import LETTERS, letter_order, mail_order
from services.cases.queries.owed import effect_to_do
from services.documents.contracts import (
    Letter,
    LetterContent,
    LetterKind,
    Rendered,
    StoredObject,
)
from services.documents.letters import row_of
from services.documents.tables import letter
from services.foundation.database import Database, Worker
from services.messages.contracts import MailContent
from tests.arranging import DECLARATION, Collectivity, Resident, a_resident, file_request

HERE = "https://parvis.example"


def on(day: str, hour: int = 9) -> datetime:
    """An instant of that day, in the morning."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)


@dataclass(slots=True)
class PlanningFile:
    """One file and who acts on it."""

    db: Database
    gien: Collectivity
    nadia: Resident
    filed: Filed

    def by_instructor(self, day: str) -> dict[str, Any]:
        """What every act of the instructor wants."""
        which = {"case_id": self.filed.case_id, "version": None, "at": on(day)}
        return {**which, "by": self.gien.instructor}

    async def seen(self, day: str) -> CaseFile:
        """The file as its instructor reads it, once the law has been settled on that day."""
        which = {"tenant_id": self.gien.id, "case_id": self.filed.case_id}
        await look_at_book(self.db, **which, at=on(day))
        return await case_file(
            self.db, case_id=self.filed.case_id, by=self.gien.instructor, at=on(day)
        )

    async def letters(self, day: str) -> dict[str, LetterContent]:
        """Do what is owed on that day; what each letter says, by kind."""
        which = {"tenant_id": self.gien.id, "case_id": self.filed.case_id}
        look = await look_at_book(self.db, **which, at=on(day))
        made: dict[str, LetterContent] = {}
        for each in look.owed:
            todo = await effect_to_do(self.db, tenant_id=self.gien.id, effect_id=each.id)
            assert todo is not None
            kept = None
            if each.kind in LETTERS:
                order = await letter_order(self.db, todo, base_url=HERE, at=on(day))
                made[order.kind] = order.content
                kept = Letter(uuid4(), order.kind, todo.key, "key", "0" * 64, 1, True)
            await effect_done(self.db, todo, letter=kept, at=on(day))
        return made

    async def opens(self, kind: LetterKind, day: str) -> None:
        """She opens on the portal, on that day, a letter of that kind that the worker had kept."""
        letter_id = uuid4()
        row = row_of(
            Rendered(kind, "", "", b"", "template", "0" * 64),
            StoredObject(f"{self.gien.id}/{letter_id}", "0" * 64, 1),
            public=True,
            at=on(day, 6),
        )
        row |= {"tenant_id": self.gien.id, "id": letter_id, "case_id": self.filed.case_id}
        async with self.db.transaction(Worker(self.gien.id)) as tx:
            await tx.execute(insert(letter).values(**row, key=str(letter_id)))
        await document_for_person(
            self.db,
            person_id=self.nadia.id,
            case_id=self.filed.case_id,
            document_id=letter_id,
            kind="letter",
            at=on(day),
        )

    async def mails(self, day: str) -> list[MailContent]:
        """The mails that wait on that day, as they would be written."""
        which = {"tenant_id": self.gien.id, "case_id": self.filed.case_id}
        look = await look_at_book(self.db, **which, at=on(day))
        found = []
        for each in look.owed:
            if each.kind != "notice_mail":
                continue
            todo = await effect_to_do(self.db, tenant_id=self.gien.id, effect_id=each.id)
            assert todo is not None
            order = await mail_order(self.db, todo, base_url=HERE, at=on(day))
            assert order is not None
            found.append(order.content)
        return found

    async def refuse(self, day: str) -> None:
        """Propose a refusal, and have it signed."""
        await propose_decision(
            self.db,
            sense="refusal",
            law_reasons="Article UA 11 du plan local d’urbanisme.",
            fact_reasons="La clôture prévue dépasse la hauteur permise.",
            **self.by_instructor(day),
        )
        signing = {**self.by_instructor(day), "by": self.gien.signatory}
        await sign_decision(self.db, **signing)


async def a_file(
    db: Database,
    gien: Collectivity,
    day: str,
    *,
    procedure: str = DECLARATION,
    receipt_on: str | None = None,
    **how: Any,
) -> PlanningFile:
    """A file deposited that day, its receipt sent the same day unless said."""
    nadia = await a_resident(db)
    filed = await file_request(db, gien, by=nadia, at=on(day), procedure=procedure, **how)
    file = PlanningFile(db, gien, nadia, filed)
    await file.letters(receipt_on or day)
    return file


def said(content: LetterContent) -> dict[str, str]:
    """The mentions of a letter, by name, in French."""
    return {mention.id: mention.text.fr for mention in content.mentions}
