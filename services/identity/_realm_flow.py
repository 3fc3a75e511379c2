"""The sign-in flow: password for all, one-time code for agents, always.

Keycloak's own flow asks for a code only where one is set up; here the role `agents` asks, so an
agent without a code has to set one up before she enters. A resident who chose a code keeps it.
The name carries a number: a flow that was published is never edited, a new one replaces it.
"""

from dataclasses import dataclass, field

from keycloak import KeycloakAdmin

from services.identity._realm_policy import AGENTS_ROLE, REALM, SESSION_MAX_SECONDS

BROWSER_FLOW = "parvis 1"


@dataclass(frozen=True, slots=True)
class Step:
    """One authenticator, or a condition of its sub-flow."""

    provider: str
    requirement: str
    config: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubFlow:
    """Steps taken together; `CONDITIONAL` ones only where their conditions hold."""

    alias: str
    requirement: str
    steps: "tuple[Step | SubFlow, ...]"


def _reference(method: str) -> dict[str, str]:
    # What the ID token says in `amr` (RFC 8176), for as long as a Keycloak session may live.
    return {
        "default.reference.value": method,
        "default.reference.maxAge": str(SESSION_MAX_SECONDS),
    }


FLOW = (
    Step("auth-cookie", "ALTERNATIVE"),
    Step("identity-provider-redirector", "ALTERNATIVE"),
    SubFlow(
        f"{BROWSER_FLOW} forms",
        "ALTERNATIVE",
        (
            Step("auth-username-password-form", "REQUIRED", _reference("pwd")),
            SubFlow(
                f"{BROWSER_FLOW} agents",
                "CONDITIONAL",
                (
                    Step("conditional-user-role", "REQUIRED", {"condUserRole": AGENTS_ROLE}),
                    Step("auth-otp-form", "REQUIRED", _reference("otp")),
                ),
            ),
            SubFlow(
                f"{BROWSER_FLOW} residents",
                "CONDITIONAL",
                (
                    Step(
                        "conditional-user-role",
                        "REQUIRED",
                        {"condUserRole": AGENTS_ROLE, "negate": "true"},
                    ),
                    Step("conditional-user-configured", "REQUIRED"),
                    Step("auth-otp-form", "REQUIRED", _reference("otp")),
                ),
            ),
        ),
    ),
)


def ensure_browser_flow(admin: KeycloakAdmin) -> str:
    """Make the flow unless it is in use already; answer its alias.

    A flow that exists but is not bound was left half built by an interruption: it is made again.
    """
    flows = {flow["alias"]: flow["id"] for flow in admin.get_authentication_flows()}
    if BROWSER_FLOW in flows:
        realm = admin.get_realm(REALM)
        if realm["browserFlow"] == BROWSER_FLOW:
            return BROWSER_FLOW
        admin.delete_authentication_flow(flows[BROWSER_FLOW])
    admin.create_authentication_flow(
        {
            "alias": BROWSER_FLOW,
            "providerId": "basic-flow",
            "topLevel": True,
            "builtIn": False,
        }
    )
    _add(admin, BROWSER_FLOW, FLOW)
    return BROWSER_FLOW


def _add(admin: KeycloakAdmin, parent: str, steps: tuple[Step | SubFlow, ...]) -> None:
    for step in steps:
        if isinstance(step, SubFlow):
            admin.create_authentication_flow_subflow(
                {"alias": step.alias, "type": "basic-flow", "provider": "registration-page-form"},
                parent,
            )
            _require(admin, parent, step.requirement)
            _add(admin, step.alias, step.steps)
            continue
        admin.create_authentication_flow_execution({"provider": step.provider}, parent)
        made = _require(admin, parent, step.requirement)
        if step.config:
            admin.create_execution_config(
                made, {"alias": f"{parent} {step.provider}", "config": step.config}
            )


def _require(admin: KeycloakAdmin, parent: str, requirement: str) -> str:
    """Set the requirement of the step just added to `parent` (the last of its level)."""
    executions = [e for e in admin.get_authentication_flow_executions(parent) if e["level"] == 0]
    last = max(executions, key=lambda execution: int(execution["index"]))
    admin.update_authentication_flow_executions({**last, "requirement": requirement}, parent)
    return str(last["id"])
