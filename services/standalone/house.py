"""The whole house on one machine: the parts, then web, worker and relay, each a process."""

import json
import os
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from services.foundation.migrations.run import create_login, migrate
from services.foundation.settings import Settings
from services.standalone.child import Child
from services.standalone.contracts import Part, PartFailed
from services.standalone.given import given
from services.standalone.keycloak import Keycloak
from services.standalone.keys import write_private
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from services.standalone.stack import Progress, Stack, silent, stop_all
from services.standalone.temporal import Temporal, program


class House:
    """Parts and processes over one place. Call `prepare`, then the steps, then `close`."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.base_url = f"http://127.0.0.1:{place.ports.take('web')}"
        self.keycloak = given("PARVIS_OIDC_ISSUER") or Keycloak(place)
        self.mailbox = given("PARVIS_SMTP_URL") or Mailbox(place)
        self._quick = Stack(
            (
                given("PARVIS_DATABASE_URL") or Postgres(place),
                given("PARVIS_TEMPORAL_ADDRESS") or Temporal(place),
                given("PARVIS_S3_ENDPOINT") or ObjectStore(place),
                self.mailbox,
            )
        )
        self._identity = Stack((self.keycloak,))
        self._identity_failure: PartFailed | None = None
        self._identity_ready = threading.Thread(target=lambda: None)
        self.processes: dict[str, Child] = {}

    @property
    def parts(self) -> list[Part]:
        """Every part of the house."""
        return [*self._quick.parts, *self._identity.parts]

    @property
    def sowing(self) -> Path:
        """The file that says that everything is sown."""
        return self.place.root / "sown"

    @property
    def furnished_before(self) -> bool:
        """Whether an earlier start sowed everything."""
        return self.sowing.exists()

    def write_settings(self) -> Settings:
        """Leave the settings where every command of this machine finds them, and read them."""
        path = self.place.root / "settings.json"
        values = {
            **self._quick.settings(),
            **self._identity.settings(),
            "base_url": self.base_url,
            "secret_key": self.place.keys["secret_key"],
        }
        write_private(path, json.dumps(values, indent=2))
        os.environ["PARVIS_SETTINGS_FILE"] = str(path)
        return Settings()

    def start_parts(self, progress: Progress = silent) -> None:
        """Start all parts; return when all but the identity provider, the slow one, answer."""
        self._identity_ready = threading.Thread(target=self._start_identity, args=(progress,))
        self._identity_ready.daemon = True
        self._identity_ready.start()
        self._quick.start(progress=progress)

    def wait_for_identity(self) -> None:
        """Return once the identity provider answers and its realm follows our policy."""
        while self._identity_ready.is_alive():
            self._identity_ready.join(0.2)  # short waits: Ctrl-C is heard between them
            self.check_processes()
        if self._identity_failure is not None:
            raise self._identity_failure
        if isinstance(self.keycloak, Keycloak):
            port = self.mailbox.port if isinstance(self.mailbox, Mailbox) else None
            self.keycloak.prepare_realm(base_url=self.base_url, smtp_port=port)

    def migrate(self, settings: Settings) -> None:
        """Bring the database up to date and open it to the application's login."""
        address = urlsplit(settings.database_url)
        if address.username == urlsplit(settings.database_admin_url).username:
            raise PartFailed(
                "PostgreSQL",
                "the application's login is the administrator's",
                remedy="Give PARVIS_DATABASE_URL a login of its own, which owns nothing.",
            )
        migrate(settings.database_admin_url)
        create_login(
            settings.database_admin_url,
            name=unquote(address.username or ""),
            password=unquote(address.password or ""),
        )

    def open_doors(self, *names: str) -> None:
        """Start these processes of the application (web, worker, relay), once each."""
        for name in names:
            if name in self.processes:
                continue
            self.processes[name] = self._process(name)
            self.processes[name].start()

    def wait_until_ready(self, *, seconds: float = 60) -> None:
        """Return when the web process says that it and all it needs are ready."""
        self.processes["web"].wait_until(self._ready, seconds=seconds, every=0.2)
        self.check_processes()

    def check_processes(self) -> None:
        """Raise PartFailed when a process ended by itself."""
        for process in self.processes.values():
            if not process.running():
                raise process.failure("it stopped by itself")

    def close(self) -> None:
        """Bring everything down: first those that use the parts, then the parts together."""
        stop_all(self.processes.values())
        stop_all(self.parts)

    def _start_identity(self, progress: Progress) -> None:
        try:
            self._identity.start(progress=progress)
        except PartFailed as failure:
            self._identity_failure = failure

    def _ready(self) -> bool:
        try:
            answer = httpx.get(f"{self.base_url}/health/ready", timeout=5, trust_env=False)
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK

    def _process(self, name: str) -> Child:
        return Child(
            f"parvis {name}",
            [program("parvis"), name],
            self.place.log(name),
            {"PYTHONUNBUFFERED": "1"},
            grace=8,
        )
