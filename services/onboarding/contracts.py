"""What a recipe would change, what stops it, and what was done."""

from dataclasses import dataclass
from typing import Literal

from services.tenants.contracts import Recipe

Kind = Literal["added", "changed", "removed"]

# What a change is about: the collectivity itself, or one of the things that hang on it.
Subject = Literal["collectivity", "team", "procedure", "agreement", "organization"]

# `unreachable`: Keycloak did not answer; `not_asked`: nobody asked it.
IdentityProviderState = Literal["reachable", "unreachable", "not_asked"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan. `before` and `after` are plain values; None where there is nothing.

    `name` says which (a team, a procedure), `field` which part of it when it is not the whole.
    """

    kind: Kind
    subject: Subject
    name: str
    field: str | None
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a recipe cannot be applied: where it says so, and what to do."""

    file: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class TenantPlan:
    """What one recipe would change."""

    siren: str
    name: str
    slug: str
    file: str
    changes: tuple[Change, ...]
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the recipes would change, all together. An empty one means that all is in place."""

    recipes: tuple[Recipe, ...]
    tenants: tuple[TenantPlan, ...]
    identity_provider: IdentityProviderState

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for tenant in self.tenants for change in tenant.changes)

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        return tuple(obstacle for tenant in self.tenants for obstacle in tenant.obstacles)

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.obstacles


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done. `waiting` are the SIREN whose organization Keycloak could not make yet.

    The database part is whole; applying the same recipes again makes what waits.
    """

    plan: Plan
    organizations: tuple[str, ...]
    waiting: tuple[str, ...]
