"""How the identity provider's failures look from outside: an outage of the part, never its text."""

from collections.abc import Iterator
from contextlib import contextmanager

from keycloak.exceptions import KeycloakError

from services.foundation.errors import Outage

PART = "Keycloak"


@contextmanager
def speaking_to_keycloak() -> Iterator[None]:
    """Turn what python-keycloak raises (no answer, refusal) into `Outage('Keycloak')`."""
    try:
        yield
    except KeycloakError as error:
        reason = f"{type(error).__name__} {error.response_code or ''}".strip()
        raise Outage(PART, reason) from error
