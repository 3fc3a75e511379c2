"""Who acts: carried by every action and written into the record."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["person", "agent", "law", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an act.

    `law` acts by the passing of time (a tacit decision); `system` does what an act owes (a letter).
    `capacity` says in what quality: a role for an agent, a part (applicant…) for a person.
    """

    kind: ActorKind
    id: UUID | None = None
    capacity: str | None = None


THE_LAW = Actor("law")
THE_SYSTEM = Actor("system")
