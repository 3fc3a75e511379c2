"""PostgreSQL as in production (durable), and the web process over it, for the bench alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

from bench.ground import lay
from services.foundation.migrations import create_login, migrate
from services.foundation.settings import Settings
from services.standalone.child import Child
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.postgres import LOGIN, Postgres
from services.standalone.temporal import program

WORKERS = 2


@dataclass(frozen=True, slots=True)
class House:
    """The parts of the bench. `database` gives a fresh, migrated database by its name."""

    place: Place
    postgres: Postgres
    store: ObjectStore

    def database(self, name: str) -> Settings:
        with psycopg.connect(self.postgres.superuser_url("postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        admin_url = self.postgres.superuser_url(name)
        migrate(admin_url)
        create_login(admin_url, name=LOGIN, password=self.postgres.login_password)
        return Settings(
            database_url=self.postgres.login_url(name),
            database_admin_url=admin_url,
            secret_key=self.place.keys["secret_key"],
            **self.store.settings(),
        )

    def territory(self) -> Settings:
        """A database with the territory and the catalogue, and a few communes on board."""
        settings = self.database("territory")
        lay(settings, settings.database_admin_url, tenants=3)
        return settings

    @contextmanager
    def web(self, settings: Settings, *, workers: int = WORKERS) -> Iterator[int]:
        """The web process over a database; answers its port."""
        port = self.place.ports.take("bench-web")
        values = {
            "PARVIS_DATABASE_URL": settings.database_url,
            "PARVIS_SECRET_KEY": settings.secret_key.get_secret_value(),
            "PARVIS_BASE_URL": f"http://127.0.0.1:{port}",
            "PARVIS_OIDC_ISSUER": "http://127.0.0.1:9/realms/parvis",
            "PARVIS_OIDC_CLIENT_SECRET": "bench",
            "PARVIS_S3_ENDPOINT": settings.s3_endpoint,
            "PARVIS_S3_ACCESS_KEY": settings.s3_access_key,
            "PARVIS_S3_SECRET_KEY": settings.s3_secret_key.get_secret_value(),
            # Counted as in production, never full.
            "PARVIS_RATE_FACTOR": "1000000",
            "PARVIS_SETTINGS_FILE": os.devnull + "/none",
        }
        child = Child(
            "parvis web",
            [program("parvis"), "web", "--workers", str(workers)],
            self.place.log("web"),
            values,
        )
        child.start()
        try:
            child.wait_until(lambda: _alive(port), seconds=120)
            yield port
        finally:
            child.stop()


@contextmanager
def open_house() -> Iterator[House]:
    """The parts, in a folder that is forgotten."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-", ignore_cleanup_errors=True) as folder:
        place = Place.at(Path(folder))
        postgres, store = Postgres(place), ObjectStore(place)
        try:
            postgres.start()
            store.start()
            yield House(place, postgres, store)
        finally:
            store.stop()
            postgres.stop()


def _alive(port: int) -> bool:
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=2, trust_env=False)
    except httpx.TransportError:
        return False
    return answer.status_code == httpx.codes.OK
