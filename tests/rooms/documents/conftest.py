"""The press of these tests: real S3, a specimen seal, and a case for its letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from services.documents.certificates import SealFiles, specimen_certificate
from services.documents.letters import Press
from services.documents.sealing import load_seal
from services.documents.store import ObjectStore, store_for
from services.foundation.settings import Settings
from services.standalone.object_store import ObjectStore as Rclone

MADE_AT = datetime(2026, 11, 3, 17, 42, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose files these are, in a test."""

    tenant_id: UUID
    key_id: UUID


@pytest.fixture(scope="session")
def store(object_store: Rclone) -> Iterator[ObjectStore]:
    opened = store_for(Settings(secret_key="a master secret", **object_store.settings()))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def store_that_is_down() -> ObjectStore:
    return store_for(Settings(s3_endpoint="http://127.0.0.1:9", secret_key="a master secret"))


@pytest.fixture
def gien() -> Tenant:
    return Tenant(uuid4(), uuid4())


@pytest.fixture(scope="session")
def seal_files(tmp_path_factory: pytest.TempPathFactory) -> SealFiles:
    return specimen_certificate(tmp_path_factory.mktemp("seal"), at=MADE_AT)


@pytest.fixture(scope="session")
def press(store: ObjectStore, seal_files: SealFiles) -> Iterator[Press]:
    press = Press(store, load_seal(seal_files))
    yield press
    press.thread.shutdown(wait=False)


@pytest.fixture
def case_of_gien(database_admin_url: str, gien: Tenant) -> UUID:
    """A case to hang letters on; what hangs above it is not looked at."""
    case_id = uuid4()
    with psycopg.connect(database_admin_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            'INSERT INTO "case" (tenant_id, id, procedure_id, procedure_version, process_id, '
            "process_version, filed_under, title, state, channel, insee, filed_at, received_at, "
            "chain_head, chain_length) VALUES (%s, %s, 'p', 1, 'permit', 1, 'd', 't', 'filed', "
            "'portal', '45155', now(), now(), '', 0)",
            (gien.tenant_id, case_id),
        )
    return case_id


@pytest.fixture(scope="session")
def drawn_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tests leave their letters for veraPDF, which is slow to start, to read all at once."""
    return tmp_path_factory.mktemp("letters")
