"""What `identity` tells other rooms: who is asking, with which rights, by which door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

# Addresses that Keycloak knows by heart: exact redirect, return after sign-out, told of sign-outs.
SIGN_IN_RETURN_PATH = "/session/return"
AFTER_SIGN_OUT_PATH = "/"
BACKCHANNEL_SIGN_OUT_PATH = "/session/backchannel-logout"

# Which kind of door she came to: residents' own, or the ones of agents (a second factor is owed).
Door = Literal["portal", "backoffice"]

Role = Literal["instructor", "signatory", "supervisor", "administrator"]
ROLES: tuple[Role, ...] = ("instructor", "signatory", "supervisor", "administrator")

Permission = Literal["read_cases", "instruct", "sign", "supervise", "administer"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A dated right of an agent in a collectivity; `team_id` None means all its teams.

    `since` is included, `until` is not; both are dates in the collectivity's time zone.
    """

    id: UUID
    tenant_id: UUID
    tenant_slug: str
    tenant_name: str
    time_zone: str
    team_id: UUID | None
    role: Role
    given_name: str
    family_name: str
    quality: str
    service: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class MembershipOrder:
    """A right to give: who she is there (name, quality, service), her role, her dates."""

    tenant_id: UUID
    team_id: UUID | None
    role: Role
    given_name: str
    family_name: str
    quality: str
    service: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a collectivity; `name` is the recipe's word, `label` what people read."""

    id: UUID
    tenant_id: UUID
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A membership as colleagues and the administration see it; `email` for the operator,
    and for the worker that writes to who is in office."""

    membership_id: UUID
    agent_id: UUID
    tenant_id: UUID
    team_id: UUID | None
    role: Role
    given_name: str
    family_name: str
    quality: str
    service: str
    since: date
    until: date | None
    email: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """A resident. Unverified: she has begun a form in this browser and not signed in."""

    id: UUID
    verified: bool
    given_name: str
    family_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class SignedInAgent:
    """An agent with the memberships in force at the instant of the request."""

    id: UUID
    email: str
    memberships: tuple[Membership, ...]
    is_platform_admin: bool

    @property
    def name(self) -> str:
        """Her name as her first membership gives it, else her address."""
        for membership in self.memberships:
            return f"{membership.given_name} {membership.family_name}"
        return self.email

    @property
    def tenant_ids(self) -> tuple[UUID, ...]:
        """The collectivities she works for, in the order of their names, each once."""
        ordered = sorted(self.memberships, key=lambda one: one.tenant_name)
        return tuple(dict.fromkeys(membership.tenant_id for membership in ordered))


@dataclass(frozen=True, slots=True)
class WhoIsAsking:
    """The session behind a request. `csrf` must come back with each form."""

    key_hash: bytes
    csrf: str
    person: SignedInPerson | None
    agent: SignedInAgent | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime

    @property
    def verified_person(self) -> SignedInPerson | None:
        """The resident, only when she has signed in."""
        return self.person if self.person is not None and self.person.verified else None


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session just opened: `token` goes to the cookie, only its hash is kept."""

    token: str
    key_hash: bytes
    csrf: str
    person_id: UUID | None
    agent_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignInStart:
    """Where to send her, and the sealed ticket her browser brings back within ten minutes."""

    url: str
    ticket: str


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """What the identity provider vouches for, signature, issuer, audience and nonce checked.

    `methods` are the `amr` values (RFC 8176): `pwd`, `otp`… `id_token` names nobody.
    `asked_again`: she was asked for everything anew, asking once more would change nothing.
    """

    issuer: str
    subject: str
    given_name: str
    family_name: str
    email: str
    methods: frozenset[str]
    provider_session: str
    id_token: str
    door: Door
    return_to: str
    asked_again: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the identity provider, with the secrets only its maker knows.

    `made` is false for one that stood already: it keeps secrets of its own.
    """

    subject: str
    username: str
    password: str
    totp_secret: str | None
    made: bool = True
