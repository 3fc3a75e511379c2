"""Parts given by address (`PARVIS_…`): not started, only asked whether they answer."""

import os
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import psycopg

from services.standalone.contracts import Part, PartFailed
from services.standalone.object_store import answers_http
from services.standalone.temporal import serves


@dataclass(frozen=True, slots=True)
class GivenPart:
    """A part that somebody else runs."""

    name: str
    variable: str
    address: str
    asks: Callable[[str], bool]

    def start(self) -> None:
        """Ask it; PartFailed when it refuses."""
        for companion in COMPANIONS.get(self.variable, ()):
            if not os.environ.get(companion):
                raise PartFailed(
                    self.name,
                    f"{self.variable} is given without {companion}",
                    remedy=f"Set {companion} besides (docs/operator.md says what it is).",
                )
        if not self.healthy():
            raise PartFailed(
                self.name,
                f"{self.variable} names one that refuses or does not answer",
                remedy=f"Correct {self.variable}, or unset it so that this part is started here.",
            )

    def healthy(self) -> bool:
        """Whether it answers now."""
        return self.asks(self.address)

    def stop(self) -> None:
        """Nothing: it is not ours."""

    def last_lines(self, count: int = 20) -> list[str]:
        """None: its log is not ours."""
        return []

    def settings(self) -> Mapping[str, str]:
        """Nothing: the variable itself reaches every process."""
        return {}


def given(variable: str) -> Part | None:
    """The part that the environment gives by this variable, if it does."""
    address = os.environ.get(variable)
    name, asks = PROBES[variable]
    return GivenPart(name, variable, address, asks) if address else None


def _database(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def _issuer(address: str) -> bool:
    try:
        answer = httpx.get(f"{address.rstrip('/')}/.well-known/openid-configuration", timeout=10)
    except httpx.TransportError:
        return False
    return answer.status_code == httpx.codes.OK


def _smtp(address: str) -> bool:
    parts = urlsplit(address)
    try:
        with smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=5) as server:
            return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


PROBES: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "PARVIS_DATABASE_URL": ("PostgreSQL", _database),
    "PARVIS_TEMPORAL_ADDRESS": ("Temporal", serves),
    "PARVIS_S3_ENDPOINT": ("S3", answers_http),
    "PARVIS_OIDC_ISSUER": ("Keycloak", _issuer),
    "PARVIS_SMTP_URL": ("Mail", _smtp),
}

# What else must be known of a part that somebody else runs.
COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "PARVIS_DATABASE_URL": ("PARVIS_DATABASE_ADMIN_URL",),
    "PARVIS_S3_ENDPOINT": ("PARVIS_S3_ACCESS_KEY", "PARVIS_S3_SECRET_KEY"),
    "PARVIS_OIDC_ISSUER": ("PARVIS_OIDC_CLIENT_SECRET", "PARVIS_KEYCLOAK_ADMIN_PASSWORD"),
}
