"""The values of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """One link: what was done, when, by whom, and what the law must know of it.

    `fact` holds dates and words of the law, never an answer; `payload` may be erased with its salt
    and the chain still verifies.
    """

    seq: int
    kind: str
    at: datetime
    actor: Actor
    from_state: str | None
    to_state: str | None
    fact: Mapping[str, Any] | None
    payload: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Link:
    """An event as the chain sees it."""

    tenant_id: UUID
    case_id: UUID
    event: Event
    salt: bytes | None
    payload_digest: bytes
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a case's chain stands: the last hash and the number of links."""

    hash: bytes
    length: int


@dataclass(frozen=True, slots=True)
class Root:
    """A day sealed: each case that moved, how far and under which hash."""

    day: date
    leaves: Mapping[str, Any]
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a record does not hold. `seq` is None when the case itself is gone,
    `case_id` too when it is a daily root."""

    tenant_id: UUID
    case_id: UUID | None
    seq: int | None
    reason: str
