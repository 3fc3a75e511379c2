"""What a request is filed under: an immutable snapshot, named by its digest (decision 11)."""

from collections.abc import Mapping
from uuid import UUID

from services.foundation.writes import Writes
from services.procedures._tables import filed_under
from services.procedures.contracts import Adopted, Snapshot
from services.processes.catalogue import digest_of


def snapshot_of(adopted: Adopted, *, rules: Mapping[str, str]) -> Snapshot:
    """The versions and options that hold for a request filed now under `adopted`.

    `rules` names the versions of the rules of law that the filing fixes.
    """
    procedure, process = adopted.procedure, adopted.process
    value: dict[str, object] = {
        "procedure": {
            "id": procedure.id,
            "version": procedure.version,
            "digest": procedure.digest,
        },
        "process": {"id": process.id, "version": process.version, "digest": process.digest},
        "options": dict(adopted.adoption.options),
        "rules": dict(rules),
    }
    return Snapshot(digest_of(value), value)


def keep(writes: Writes, *, tenant_id: UUID, snapshot: Snapshot) -> None:
    """Gather the row of a snapshot; the same one again changes nothing."""
    writes.insert_unless_exists(
        filed_under, tenant_id=tenant_id, digest=snapshot.digest, snapshot=dict(snapshot.value)
    )
