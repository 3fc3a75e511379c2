"""The teams of a collectivity, as its recipe names them: rows gathered for the onboarding."""

from uuid import UUID

from services.foundation.writes import Writes
from services.identity._tables import team


def add_team(writes: Writes, *, tenant_id: UUID, team_id: UUID, name: str, label: str) -> None:
    """A new team."""
    writes.insert(team, tenant_id=tenant_id, id=team_id, name=name, label=label)


def relabel_team(writes: Writes, *, tenant_id: UUID, team_id: UUID, label: str) -> None:
    """The same team under another label."""
    writes.update(team, {"tenant_id": tenant_id, "id": team_id}, label=label)


def remove_team(writes: Writes, *, tenant_id: UUID, team_id: UUID) -> None:
    """Forget a team; the database refuses it while memberships or adoptions name it."""
    writes.delete(team, tenant_id=tenant_id, id=team_id)
