"""What a request is filed under: an immutable snapshot, named by its digest (decision 11)."""

from collections.abc import Mapping
from uuid import UUID

from services.forms.contracts import Procedure
from services.foundation.writes import Writes
from services.procedures._tables import filed_under
from services.procedures.contracts import Adopted, Snapshot
from services.processes.catalogue import digest_of
from services.processes.contracts import Process


def snapshot_of(adopted: Adopted, *, rules: Mapping[str, str]) -> Snapshot:
    """The versions and options that hold for a request filed now under `adopted`.

    `rules` names the versions of the rules of law that the filing fixes.
    """
    return snapshot_from(
        adopted.procedure, adopted.process, options=adopted.adoption.options, rules=rules
    )


def snapshot_from(
    procedure: Procedure,
    process: Process,
    *,
    options: Mapping[str, object],
    rules: Mapping[str, str],
) -> Snapshot:
    """The same for a request that comes already filed under these definitions."""
    value: dict[str, object] = {
        "procedure": {
            "id": procedure.id,
            "version": procedure.version,
            "digest": procedure.digest,
        },
        "process": {"id": process.id, "version": process.version, "digest": process.digest},
        "options": dict(options),
        "rules": dict(rules),
    }
    return Snapshot(digest_of(value), value)


def keep(writes: Writes, *, tenant_id: UUID, snapshot: Snapshot) -> None:
    """Gather the row of a snapshot; the same one again changes nothing."""
    writes.insert_unless_exists(
        filed_under, tenant_id=tenant_id, digest=snapshot.digest, snapshot=dict(snapshot.value)
    )
