"""What the same PostgreSQL does with nothing around it, by the `pgbench` of its own wheel."""

import re
import subprocess
from pathlib import Path

import psycopg

from services.standalone.postgres import BINARIES

FOLDER = Path(__file__).parent / "limit"
CLIENTS, THREADS = 8, 2
_TPS = re.compile(r"tps = ([0-9.]+)")


def prepare(admin_url: str) -> None:
    """Make the bare tables."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute((FOLDER / "schema.sql").read_bytes())


def bare_inserts(admin_url: str, *, seconds: int) -> float:
    """Filings a second: five inserts in one transaction, prepared, eight clients."""
    return _pgbench(admin_url, "insert.sql", seconds)


def bare_lists(admin_url: str, *, seconds: int) -> float:
    """Work-list pages of fifty rows a second, prepared, eight clients."""
    return _pgbench(admin_url, "list.sql", seconds)


def _pgbench(admin_url: str, script: str, seconds: int) -> float:
    done = subprocess.run(
        [
            str(BINARIES / "pgbench"),
            *("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", str(THREADS)),
            *("-T", str(seconds), "-f", str(FOLDER / script), admin_url),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = _TPS.search(done.stdout)
    assert found, done.stdout
    return float(found[1])
