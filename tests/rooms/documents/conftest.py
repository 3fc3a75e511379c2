"""A store of our own: rclone serves S3 from a folder that ends with the tests."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.documents.store import ObjectStore, store_for
from services.foundation.settings import Settings

ACCESS, SECRET = "tests", "tests-secret"
RCLONE = Path(sys.executable).parent / "rclone"


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose files these are, in a test."""

    tenant_id: UUID
    key_id: UUID


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("rclone did not start")


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("s3")
    port = _free_port()
    command = [str(RCLONE), "serve", "s3", str(folder), "--addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, "--auth-key", f"{ACCESS},{SECRET}", "--config", str(folder / "none.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _settings(endpoint: str) -> Settings:
    return Settings(
        s3_endpoint=endpoint,
        s3_bucket="files",
        s3_access_key=ACCESS,
        s3_secret_key=SECRET,
        secret_key="a master secret of the tests",
    )


@pytest.fixture
async def store(s3_endpoint: str) -> ObjectStore:
    opened = store_for(_settings(s3_endpoint))
    await opened.bucket.create()
    return opened


@pytest.fixture
def store_that_is_down() -> ObjectStore:
    return store_for(_settings(f"http://127.0.0.1:{_free_port()}"))


@pytest.fixture
def gien() -> Tenant:
    return Tenant(uuid4(), uuid4())
