"""The realm: one policy for production, demonstration and tests (decision 6).

`provision_realm` brings a Keycloak to that policy and may be run at each start: what is already
right is left alone. It is the only code that holds the key of the whole Keycloak; all the rest
speaks as the client `parvis-onboarding`, which cannot leave the realm.
"""

from dataclasses import dataclass
from typing import Any

from keycloak import KeycloakAdmin

from services.identity._keycloak_calls import speaking_to_keycloak
from services.identity._realm_flow import ensure_browser_flow
from services.identity._realm_policy import (
    AGENTS_ROLE,
    ONBOARDING_CLIENT,
    ONBOARDING_RIGHTS,
    REALM,
    application_client,
    onboarding_client,
    realm_policy,
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where Keycloak posts its own mails; without one, a lost password is reset by an agent."""

    host: str
    port: int
    sender: str


@dataclass(frozen=True, slots=True)
class RealmOrder:
    """What the realm needs to know of this deployment.

    `base_url` is the public address of the application: redirect addresses are exact under it.
    `client_secret` is the application's, `onboarding_secret` the one of `parvis-onboarding`.
    """

    base_url: str
    client_id: str
    client_secret: str
    onboarding_secret: str
    mail_server: MailServer | None = None


def issuer_of(server_url: str) -> str:
    """The issuer that tokens of the realm bear when Keycloak answers at `server_url`."""
    return f"{server_url.rstrip('/')}/realms/{REALM}"


def provision_realm(
    *, server_url: str, admin_user: str, admin_password: str, order: RealmOrder
) -> str:
    """Bring the realm to its policy and answer its issuer; idempotent.

    Raises `Outage('Keycloak')` when it does not answer or refuses the administrator.
    """
    with speaking_to_keycloak():
        admin = KeycloakAdmin(
            server_url=server_url,
            username=admin_user,
            password=admin_password,
            realm_name="master",
            user_realm_name="master",
        )
        known = {realm["realm"] for realm in admin.get_realms()}
        if REALM not in known:
            admin.create_realm({"realm": REALM, "enabled": True, "organizationsEnabled": True})
        admin.change_current_realm(REALM)
        admin.create_realm_role({"name": AGENTS_ROLE}, skip_exists=True)
        flow = ensure_browser_flow(admin)
        admin.update_realm(REALM, realm_policy(flow=flow, mail_server=_smtp(order.mail_server)))
        _keep_second_factor_on_reset(admin)
        _ensure_client(admin, application_client(order.base_url, order.client_id), order)
        _ensure_client(admin, onboarding_client(), order)
        _give_onboarding_rights(admin)
    return issuer_of(server_url)


def _smtp(server: MailServer | None) -> dict[str, str]:
    if server is None:
        return {}
    return {
        "host": server.host,
        "port": str(server.port),
        "from": server.sender,
        "fromDisplayName": "Parvis",
    }


def _ensure_client(admin: KeycloakAdmin, client: dict[str, Any], order: RealmOrder) -> None:
    secret = (
        order.onboarding_secret if client["clientId"] == ONBOARDING_CLIENT else order.client_secret
    )
    wanted = {**client, "secret": secret}
    existing = admin.get_client_id(client["clientId"])
    if existing is None:
        admin.create_client(wanted)
        return
    mappers = wanted.pop("protocolMappers", [])
    admin.update_client(existing, wanted)
    present = {mapper["name"] for mapper in admin.get_mappers_from_client(existing)}
    for mapper in mappers:
        if mapper["name"] not in present:
            admin.add_mapper_to_client(existing, mapper)


def _give_onboarding_rights(admin: KeycloakAdmin) -> None:
    client = admin.get_client_id(ONBOARDING_CLIENT)
    management = admin.get_client_id("realm-management")
    if client is None or management is None:
        raise LookupError("Keycloak lost a client that was just made")
    account = admin.get_client_service_account_user(client)
    roles = [admin.get_client_role(management, name) for name in ONBOARDING_RIGHTS]
    admin.assign_client_role(account["id"], management, roles)


def _keep_second_factor_on_reset(admin: KeycloakAdmin) -> None:
    # A password reset by e-mail must not also replace the second factor.
    for execution in admin.get_authentication_flow_executions("reset credentials"):
        name = execution.get("displayName", "")
        if "Conditional OTP" in name and execution["requirement"] != "DISABLED":
            admin.update_authentication_flow_executions(
                {**execution, "requirement": "DISABLED"}, "reset credentials"
            )
