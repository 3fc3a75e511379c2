"""What the realm must be, as data: sign-in, languages, passwords, clients and their rights."""

from typing import Any

from services.identity.contracts import (
    AFTER_SIGN_OUT_PATH,
    BACKCHANNEL_SIGN_OUT_PATH,
    SIGN_IN_RETURN_PATH,
)

REALM = "parvis"
AGENTS_ROLE = "agents"
ONBOARDING_CLIENT = "parvis-onboarding"
ONBOARDING_RIGHTS = (
    "manage-organizations",
    "manage-users",
    "query-users",
    "view-realm",
    "view-users",
)
# CNIL, délibération 2022-100: twelve characters of four kinds give the 80 bits it asks for.
STRENGTH_POLICY = (
    "length(12) and digits(1) and lowerCase(1) and upperCase(1) and specialChars(1)"
    " and notUsername(undefined) and notEmail(undefined)"
)
SESSION_IDLE_SECONDS = 3600
SESSION_MAX_SECONDS = 12 * 3600
# CNIL, délibération 2021-122: logs are kept between six months and a year.
EVENTS_KEPT_SECONDS = 180 * 86400


def realm_policy(*, flow: str, mail_server: dict[str, str]) -> dict[str, Any]:
    """The realm's own settings; `flow` is the alias of the sign-in flow."""
    return {
        "realm": REALM,
        "enabled": True,
        "displayName": "Parvis",
        # Without these pages (`infra/keycloak/themes`) Keycloak shows its own.
        "loginTheme": "parvis",
        "organizationsEnabled": True,
        "browserFlow": flow,
        "internationalizationEnabled": True,
        "supportedLocales": ["fr", "en"],
        "defaultLocale": "fr",
        "registrationAllowed": True,
        "registrationEmailAsUsername": True,
        "loginWithEmailAllowed": True,
        "duplicateEmailsAllowed": False,
        "verifyEmail": False,
        "resetPasswordAllowed": bool(mail_server),
        "smtpServer": mail_server,
        "rememberMe": False,
        "passwordPolicy": STRENGTH_POLICY,
        "ssoSessionIdleTimeout": SESSION_IDLE_SECONDS,
        "ssoSessionMaxLifespan": SESSION_MAX_SECONDS,
        **_brute_force(),
        **_one_time_codes(),
        **_events(),
    }


def _brute_force() -> dict[str, Any]:
    return {
        "bruteForceProtected": True,
        "permanentLockout": False,
        "failureFactor": 6,
        "waitIncrementSeconds": 60,
        "maxFailureWaitSeconds": 900,
        "maxDeltaTimeSeconds": 12 * 3600,
    }


def _one_time_codes() -> dict[str, Any]:
    return {
        "otpPolicyType": "totp",
        "otpPolicyAlgorithm": "HmacSHA1",
        "otpPolicyDigits": 6,
        "otpPolicyPeriod": 30,
        # One step each way (RFC 6238 §5.2): left out, it is none, and a slow hand is refused.
        "otpPolicyLookAheadWindow": 1,
        "otpPolicyCodeReusable": False,
    }


def _events() -> dict[str, Any]:
    return {
        "eventsEnabled": True,
        "eventsExpiration": EVENTS_KEPT_SECONDS,
        "adminEventsEnabled": True,
        "adminEventsDetailsEnabled": False,
    }


def application_client(base_url: str, client_id: str) -> dict[str, Any]:
    """The application: code flow with PKCE only, exact addresses, told of every sign-out."""
    base = base_url.rstrip("/")
    return {
        "clientId": client_id,
        "name": "Parvis",
        "enabled": True,
        "protocol": "openid-connect",
        "publicClient": False,
        "clientAuthenticatorType": "client-secret",
        "standardFlowEnabled": True,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "serviceAccountsEnabled": False,
        "fullScopeAllowed": False,
        "baseUrl": f"{base}/",
        "redirectUris": [f"{base}{SIGN_IN_RETURN_PATH}"],
        "webOrigins": [],
        # Not `profile` nor `email`: the ID token goes back in the address of the sign-out.
        "defaultClientScopes": ["acr", "basic"],
        "optionalClientScopes": ["organization"],
        "frontchannelLogout": False,
        "attributes": {
            "pkce.code.challenge.method": "S256",
            "post.logout.redirect.uris": f"{base}{AFTER_SIGN_OUT_PATH}",
            "backchannel.logout.url": f"{base}{BACKCHANNEL_SIGN_OUT_PATH}",
            "backchannel.logout.session.required": "true",
        },
        "protocolMappers": [
            {
                "name": "how she signed in",
                "protocol": "openid-connect",
                "protocolMapper": "oidc-amr-mapper",
                "config": {"id.token.claim": "true", "access.token.claim": "false"},
            },
            _told_apart("given_name", "firstName"),
            _told_apart("family_name", "lastName"),
            _told_apart("email", "email"),
        ],
    }


def _told_apart(claim: str, attribute: str) -> dict[str, Any]:
    """A claim that only the userinfo answer carries: no name in a token, so none in a URL."""
    return {
        "name": claim,
        "protocol": "openid-connect",
        "protocolMapper": "oidc-usermodel-attribute-mapper",
        "config": {
            "user.attribute": attribute,
            "claim.name": claim,
            "jsonType.label": "String",
            "id.token.claim": "false",
            "access.token.claim": "false",
            "userinfo.token.claim": "true",
        },
    }


def onboarding_client() -> dict[str, Any]:
    """The service account that makes organizations and accounts, in this realm alone."""
    return {
        "clientId": ONBOARDING_CLIENT,
        "name": "Parvis, mise en service",
        "enabled": True,
        "protocol": "openid-connect",
        "publicClient": False,
        "clientAuthenticatorType": "client-secret",
        "standardFlowEnabled": False,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "serviceAccountsEnabled": True,
        "fullScopeAllowed": True,
    }
