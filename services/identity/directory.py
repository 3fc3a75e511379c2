"""The directory: organizations and accounts of the realm, Keycloak behind one small client.

It speaks as `parvis-onboarding`, a service account that has rights in this realm alone. Calls run
in a thread (python-keycloak's blocking client); each raises `Outage('Keycloak')` when there is no
answer, and may be made again without harm.
"""

import asyncio
import json
import secrets
from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection

from services.foundation.settings import Settings
from services.identity._keycloak_calls import speaking_to_keycloak
from services.identity._realm_policy import AGENTS_ROLE, ONBOARDING_CLIENT, REALM
from services.identity.contracts import Account

P = ParamSpec("P")
T = TypeVar("T")

TIMEOUT_SECONDS = 10
TOTP_SECRET_BYTES = 20
# One of each kind that the password policy asks for; the strength is in the random part.
EVERY_KIND = "-Aa1"


@dataclass(frozen=True, slots=True)
class AccountOrder:
    """An account to make. Secrets that are not given are drawn at random.

    `agent` gives the role that makes Keycloak ask for a one-time code at each sign-in; `siren`
    names the organization she belongs to; a `temporary` password is changed at the first sign-in.
    """

    username: str
    given_name: str
    family_name: str
    agent: bool = False
    siren: str | None = None
    password: str | None = None
    totp_secret: str | None = None
    temporary: bool = False


class Directory:
    """Organizations and accounts of one realm."""

    def __init__(self, *, server_url: str, client_id: str, client_secret: str) -> None:
        self._server_url = server_url
        self._client_id = client_id
        self._client_secret = client_secret
        self._client: KeycloakAdmin | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> "Directory":
        """The directory behind `oidc_issuer`, with the key of the service account.

        `keycloak_admin_user` is the service account's client (`parvis-onboarding` when empty).
        """
        return cls(
            server_url=settings.oidc_issuer.removesuffix(f"/realms/{REALM}"),
            client_id=settings.keycloak_admin_user or ONBOARDING_CLIENT,
            client_secret=settings.keycloak_admin_password.get_secret_value(),
        )

    async def organizations(self) -> dict[str, str]:
        """The collectivities known to Keycloak: SIREN → name."""
        return await self._call(self._organizations)

    async def ensure_organization(self, *, siren: str, name: str) -> bool:
        """Make the organization of a collectivity, or bring its name up to date.

        Answers whether something changed. The alias is the SIREN and never changes.
        """
        return await self._call(self._ensure_organization, siren, name)

    async def create_account(self, order: AccountOrder) -> Account:
        """Make an account in one call, password and one-time code included.

        An account that exists keeps its secrets: the answer then carries those of the order,
        which are true only if they are the ones it was made with.
        """
        return await self._call(self._create_account, order)

    async def end_all_sessions(self, subject: str) -> None:
        """Sign a person or an agent out of the identity provider, on all her devices."""
        await self._call(self._end_all_sessions, subject)

    async def ping(self) -> None:
        """Raises `Outage('Keycloak')` when it does not answer or refuses our key."""
        await self._call(self._organizations)

    async def _call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            with speaking_to_keycloak():
                return work(*args, **kwargs)

        return await asyncio.to_thread(run)

    def _admin(self) -> KeycloakAdmin:
        if self._client is None:
            connection = KeycloakOpenIDConnection(
                server_url=self._server_url,
                realm_name=REALM,
                client_id=self._client_id,
                client_secret_key=self._client_secret,
                grant_type="client_credentials",
                timeout=TIMEOUT_SECONDS,
            )
            self._client = KeycloakAdmin(connection=connection)
        return self._client

    def _organizations(self) -> dict[str, str]:
        # The server answers ten at a time unless told otherwise.
        found = self._admin().get_organizations({"max": -1})
        return {organization["alias"]: organization["name"] for organization in found}

    def _organization(self, siren: str) -> dict[str, Any] | None:
        for organization in self._admin().get_organizations({"max": -1}):
            if organization["alias"] == siren:
                return dict(organization)
        return None

    def _ensure_organization(self, siren: str, name: str) -> bool:
        existing = self._organization(siren)
        if existing is None:
            self._admin().create_organization({"name": name, "alias": siren, "enabled": True})
            return True
        if existing["name"] == name and existing.get("enabled", True):
            return False
        changed = {**existing, "name": name, "enabled": True}
        self._admin().update_organization(existing["id"], changed)
        return True

    def _create_account(self, order: AccountOrder) -> Account:
        admin = self._admin()
        password = order.password or secrets.token_urlsafe(12) + EVERY_KIND
        totp_secret = order.totp_secret or (_new_totp_secret() if order.agent else None)
        known = admin.get_user_id(order.username)
        subject = known or admin.create_user(_user(order, password, totp_secret))
        if order.agent:
            admin.assign_realm_roles(subject, [admin.get_realm_role(AGENTS_ROLE)])
        if order.siren is not None:
            self._join(subject, order.siren)
        return Account(subject, order.username, password, totp_secret, made=known is None)

    def _join(self, subject: str, siren: str) -> None:
        organization = self._organization(siren)
        if organization is None:
            raise LookupError(f"no organization for SIREN {siren}")
        members = self._admin().get_user_organizations(subject)
        if all(member["id"] != organization["id"] for member in members):
            self._admin().organization_user_add(subject, organization["id"])

    def _end_all_sessions(self, subject: str) -> None:
        self._admin().user_logout(subject)


def _new_totp_secret() -> str:
    return b32encode(secrets.token_bytes(TOTP_SECRET_BYTES)).decode()


def _user(order: AccountOrder, password: str, totp_secret: str | None) -> dict[str, Any]:
    credentials: list[dict[str, Any]] = [
        {"type": "password", "value": password, "temporary": order.temporary}
    ]
    if totp_secret is not None:
        credentials.append(_one_time_code(totp_secret))
    return {
        "username": order.username,
        "email": order.username,
        "emailVerified": True,
        "enabled": True,
        "firstName": order.given_name,
        "lastName": order.family_name,
        "attributes": {"locale": ["fr"]},
        "credentials": credentials,
    }


def _one_time_code(secret: str) -> dict[str, Any]:
    return {
        "type": "otp",
        "userLabel": "Parvis",
        "secretData": json.dumps({"value": secret}),
        "credentialData": json.dumps(
            {
                "subType": "totp",
                "digits": 6,
                "counter": 0,
                "period": 30,
                "algorithm": "HmacSHA1",
                "secretEncoding": "BASE32",
            }
        ),
    }
