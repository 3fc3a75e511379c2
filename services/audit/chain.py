"""Chaining and checking, pure: `hash(previous ‖ header ‖ hash(salt ‖ payload))`, SHA-256.

The header is canonical JSON: sorted keys, no spaces, UTF-8, instants in UTC with microseconds.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.audit.contracts import Break, Event, Head, Link, Root

GENESIS = bytes(32)


def canonical(value: Any) -> bytes:
    """The one way to write a value down."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    ).encode()


def payload_digest(salt: bytes, payload: Mapping[str, Any] | None) -> bytes:
    return sha256(salt + canonical(payload)).digest()


def header(tenant_id: UUID, case_id: UUID, event: Event) -> dict[str, Any]:
    """What of an event can never be erased."""
    return {
        "tenant": str(tenant_id),
        "case": str(case_id),
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": [event.actor.kind, str(event.actor.id or ""), event.actor.capacity or ""],
        "states": [event.from_state or "", event.to_state or ""],
        "fact": event.fact,
    }


def link_hash(
    previous: bytes, *, tenant_id: UUID, case_id: UUID, event: Event, digest: bytes
) -> bytes:
    return sha256(previous + canonical(header(tenant_id, case_id, event)) + digest).digest()


def root_hash(previous: bytes, *, tenant_id: UUID, day: date, leaves: Mapping[str, Any]) -> bytes:
    """The root of a day: over the root of the day before, and each case that moved."""
    sealed = {"tenant": str(tenant_id), "day": day.isoformat(), "leaves": leaves}
    return sha256(previous + canonical(sealed)).digest()


def check_roots(roots: Iterable[Root], *, tenant_id: UUID) -> Break | None:
    """The first daily root that is missing, does not follow, or was changed."""
    previous, expected = GENESIS, None
    for root in roots:
        reason = _root_fault(root, tenant_id=tenant_id, previous=previous, expected=expected)
        if reason:
            return Break(tenant_id, None, None, reason)
        previous, expected = root.hash, root.day + timedelta(days=1)
    return None


def _root_fault(
    root: Root, *, tenant_id: UUID, previous: bytes, expected: date | None
) -> str | None:
    if expected is not None and root.day != expected:
        return f"missing root of {expected}"
    if root.previous != previous:
        return f"root of {root.day} does not follow the one before"
    computed = root_hash(previous, tenant_id=tenant_id, day=root.day, leaves=root.leaves)
    return None if computed == root.hash else f"root of {root.day} changed"


def check(links: Iterable[Link], *, tenant_id: UUID, case_id: UUID, head: Head) -> Break | None:
    """The first broken link of a case, a cut tail, or None when the record holds."""
    previous, length = GENESIS, 0
    for expected, link in enumerate(links, start=1):
        reason = _fault(link, expected=expected, previous=previous)
        if reason:
            return Break(tenant_id, case_id, expected, reason)
        previous, length = link.hash, expected
    if length < head.length:
        return Break(tenant_id, case_id, length + 1, "cut tail")
    if length > head.length or previous != head.hash:
        return Break(tenant_id, case_id, length, "head does not match")
    return None


def _fault(link: Link, *, expected: int, previous: bytes) -> str | None:
    if link.event.seq != expected:
        return "missing link"
    if link.previous != previous:
        return "does not follow the link before"
    if link.salt is not None and payload_digest(link.salt, link.event.payload) != (
        link.payload_digest
    ):
        return "payload changed"
    if link.salt is None and link.event.payload is not None:
        return "payload without its salt"
    computed = link_hash(
        link.previous,
        tenant_id=link.tenant_id,
        case_id=link.case_id,
        event=link.event,
        digest=link.payload_digest,
    )
    return None if computed == link.hash else "header changed"
