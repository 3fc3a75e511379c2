"""A letter, made once: drawn, sealed, stored and written into the book.

Imports WeasyPrint and pyHanko: for the documents worker, never for a door.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from services.documents.contracts import Letter, LetterContent, LetterKind, Rendered, StoredObject
from services.documents.rendering import render_letter, warm_up
from services.documents.sealing import Seal, seal_for
from services.documents.store import ObjectStore, store_for
from services.documents.tables import letter
from services.foundation.database import Database, Transaction, Worker
from services.foundation.settings import Settings


def _one_thread() -> ThreadPoolExecutor:
    # Pango is not thread-safe; drawing aside keeps the worker's loop answering.
    return ThreadPoolExecutor(1, thread_name_prefix="press")


@dataclass(frozen=True, slots=True)
class Press:
    """What it takes to make letters; one for each documents worker."""

    store: ObjectStore
    seal: Seal
    thread: ThreadPoolExecutor = field(default_factory=_one_thread)

    async def warm_up(self) -> None:
        """Load fonts and style before the first letter is due."""
        await asyncio.get_running_loop().run_in_executor(self.thread, warm_up)

    def close(self) -> None:
        self.thread.shutdown(wait=False, cancel_futures=True)
        self.store.close()


def press_for(settings: Settings, *, at: datetime) -> Press:
    """The press that these settings describe. Without a seal of theirs, a specimen."""
    return Press(store_for(settings), seal_for(settings, at=at))


async def make_letter(
    db: Database,
    press: Press,
    *,
    tenant_id: UUID,
    key_id: UUID,
    case_id: UUID,
    kind: LetterKind,
    key: str,
    content: LetterContent,
    public: bool = True,
    source: str | None = None,
    at: datetime,
) -> Letter:
    """The letter under `key`, made now unless it stands already: doing it twice changes nothing.

    `public` letters are available to the person from `at`. `source` is a template to use instead
    of the collectivity's own.
    Raises `Outage` (S3, PostgreSQL), `UndeclaredMentions` or `MissingMentions`. Nothing is written
    unless all of it is; the object of an attempt that failed half-way is never referred to.
    """
    async with db.transaction(Worker(tenant_id)) as tx:
        standing = await find_letter(tx, tenant_id=tenant_id, key=key)
    if standing is not None:
        return standing
    rendered, sealed = await draw_and_seal(press, kind, content, source=source, at=at)
    stored = await press.store.put(tenant_id=tenant_id, key_id=key_id, content=sealed)
    values = row_of(rendered, stored, public=public, at=at)
    values |= {"tenant_id": tenant_id, "id": uuid4(), "case_id": case_id, "key": key}
    return await keep_letter(db, press.store, values)


async def keep_letter(db: Database, store: ObjectStore, values: Mapping[str, Any]) -> Letter:
    """Write the row of a letter whose object is stored, unless another worker was first."""
    tenant_id = values["tenant_id"]
    row = insert(letter).values(values).on_conflict_do_nothing().returning(letter)
    async with db.transaction(Worker(tenant_id)) as tx:
        written = await tx.one_or_none(row)
        if written is not None:
            return replace(_letter(written), made=True)
        standing = await find_letter(tx, tenant_id=tenant_id, key=values["key"])
    assert standing is not None
    # Another worker was first: its object is the one that the book knows.
    await store.delete(values["object_key"])
    return standing


async def find_letter(tx: Transaction, *, tenant_id: UUID, key: str) -> Letter | None:
    """The letter that stands under `key`, if any."""
    found = await tx.one_or_none(
        select(letter).where(letter.c.tenant_id == tenant_id, letter.c.key == key)
    )
    return None if found is None else _letter(found)


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        kind=row.kind,
        key=row.key,
        object_key=row.object_key,
        sha256=row.sha256,
        size=row.size,
        made=False,
    )


async def draw_and_seal(
    press: Press,
    kind: LetterKind,
    content: LetterContent,
    *,
    source: str | None = None,
    at: datetime,
) -> tuple[Rendered, bytes]:
    """The page as drawn, and its sealed PDF."""
    draw = partial(render_letter, kind, content, source=source, specimen_seal=press.seal.specimen)
    rendered = await asyncio.get_running_loop().run_in_executor(press.thread, draw)
    sealed = await press.seal.seal(rendered.pdf, authority=content.authority.name, at=at)
    return rendered, sealed


def row_of(
    rendered: Rendered, stored: StoredObject, *, public: bool, at: datetime
) -> dict[str, object]:
    """What a letter's row says of how it was made and where it lies."""
    return {
        "kind": rendered.kind,
        "object_key": stored.object_key,
        "sha256": stored.sha256,
        "size": stored.size,
        "template": rendered.template,
        "template_digest": rendered.template_digest,
        "made_at": at,
        "public": public,
        "available_at": at if public else None,
    }
