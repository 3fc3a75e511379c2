"""A case gathered in one ZIP for an authority that is not on the platform (CRPA L114-2).

Imports the press: for the documents worker, never for a door.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID, uuid4

from services.documents._sniffing import safe_name
from services.documents.contracts import Letter, LetterContent
from services.documents.errors import FileUnreadable
from services.documents.letters import Press, draw_and_seal, find_letter, keep_letter, row_of
from services.documents.store import ObjectStore
from services.foundation.database import Database, Worker

ZIP = "application/zip"
# No instant of the making enters the archive.
ENTRY_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class FileToExport:
    """A stored file, in which folder of the archive and under which name."""

    folder: str
    filename: str
    object_key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CaseToExport:
    """What the archive holds; `data` is `demande.json`, `left_out` names what stays behind."""

    content: LetterContent
    data: Mapping[str, Any]
    files: tuple[FileToExport, ...]
    left_out: tuple[Mapping[str, str], ...] = ()


async def make_export(
    db: Database,
    press: Press,
    *,
    tenant_id: UUID,
    key_id: UUID,
    case_id: UUID,
    key: str,
    export: CaseToExport,
    at: datetime,
) -> Letter:
    """The export under `key`, made now unless it stands already; agents alone may open it.

    Memory stays bounded: the archive is gathered on disk and leaves in parts. Raises `Outage`,
    and `FileUnreadable` when a stored file is no longer what was received.
    """
    async with db.transaction(Worker(tenant_id)) as tx:
        standing = await find_letter(tx, tenant_id=tenant_id, key=key)
    if standing is not None:
        return standing
    rendered, pdf = await draw_and_seal(press, "transmission", export.content, at=at)
    with tempfile.TemporaryFile() as archive:
        await _gather(archive, press.store, key_id, export, pdf)
        stored = await press.store.put_file(archive, tenant_id=tenant_id, key_id=key_id)
    values = row_of(rendered, stored, public=False, at=at)
    values |= {"tenant_id": tenant_id, "id": uuid4(), "case_id": case_id, "key": key}
    return await keep_letter(db, press.store, values)


async def _gather(
    archive: IO[bytes], store: ObjectStore, key_id: UUID, export: CaseToExport, pdf: bytes
) -> None:
    """Write every entry, then the manifest that names them all."""
    entries: list[dict[str, Any]] = []
    taken: set[str] = set()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as bundle:
        for name, made in (("demande.pdf", pdf), ("demande.json", as_json(export.data))):
            bundle.writestr(_entry(name), made)
            digest = hashlib.sha256(made).hexdigest()
            entries.append({"name": name, "sha256": digest, "size": len(made)})
        for file in export.files:
            name = entry_name(file.folder, file.filename, taken)
            content = store.read(file.object_key, key_id=key_id, size=file.size)
            await _copy(bundle, name, content, file)
            entries.append({"name": name, "sha256": file.sha256, "size": file.size})
        manifest = {"version": 1, "entries": entries, "left_out": list(export.left_out)}
        bundle.writestr(_entry("manifeste.json"), as_json(manifest))


async def _copy(
    bundle: zipfile.ZipFile, name: str, content: AsyncIterator[bytes], file: FileToExport
) -> None:
    digest = hashlib.sha256()
    with bundle.open(_entry(name), "w") as entry:
        async for chunk in content:
            digest.update(chunk)
            entry.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise FileUnreadable


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, ENTRY_DATE)


def as_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, default=str).encode()


def entry_name(folder: str, filename: str, taken: set[str]) -> str:
    """A name that opens anywhere and leaves no folder; a second of the same name is numbered."""
    clean = "".join("_" if char in '<>:"|?*/\\' else char for char in safe_name(filename))
    clean = clean.strip(" .") or "fichier"
    stem, dot, extension = clean.rpartition(".")
    name, number = f"{folder}/{clean}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{folder}/{stem}-{number}.{extension}" if dot else f"{folder}/{clean}-{number}"
    taken.add(name.casefold())
    return name
