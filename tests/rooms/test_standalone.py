"""The parts of the stack, started for real."""

import os
import smtplib
import subprocess
from pathlib import Path

import psycopg
import pytest

from services.foundation.database import Database, Public
from services.standalone.alone import alone_in
from services.standalone.child import Child
from services.standalone.contracts import PartFailed
from services.standalone.given import COMPANIONS, given
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.ports import Ports
from services.standalone.postgres import Postgres
from services.standalone.stack import Stack
from services.standalone.temporal import SEARCH_ATTRIBUTES, Temporal, program


class TestPostgres:
    async def test_gives_the_application_a_login_that_sees_nothing_by_itself(
        self, database: Database, database_url: str
    ) -> None:
        async with database.transaction(Public()):
            pass
        with (
            psycopg.connect(database_url) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("SELECT * FROM tenant")

    def test_stands_on_a_path_too_long_for_a_socket(self, tmp_path: Path) -> None:
        root = tmp_path / ("long" * 25)
        part = Postgres(Place.at(root, durable=False))
        try:
            part.start()
            assert part.healthy()
        finally:
            part.stop()
        assert not part.healthy()

    def test_keeps_its_data_from_one_start_to_the_next(self, tmp_path: Path) -> None:
        for expected in ([], [(1,)]):
            part = Postgres(Place.at(tmp_path, durable=False))
            try:
                part.start()
                with psycopg.connect(part.superuser_url("parvis")) as connection:
                    connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
                    assert connection.execute("SELECT n FROM kept").fetchall() == expected
                    connection.execute("INSERT INTO kept VALUES (1)")
            finally:
                part.stop()


class TestTemporal:
    def test_registers_the_search_attributes_before_anybody_connects(
        self, temporal: Temporal
    ) -> None:
        listed = subprocess.run(
            [
                *(program("temporal"), "operator", "search-attribute", "list"),
                *("--address", temporal.address),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert set(SEARCH_ATTRIBUTES) <= set(listed.split())


class TestMailbox:
    def test_keeps_each_message_as_a_file(self, mailbox: Mailbox) -> None:
        before = set(mailbox.folder.glob("*.eml"))
        with smtplib.SMTP("127.0.0.1", mailbox.port) as relay:
            relay.sendmail(
                "a@parvis.example", ["b@parvis.example"], b"Subject: Re\xc3\xa7u\r\n\r\nOui"
            )
        (message,) = set(mailbox.folder.glob("*.eml")) - before
        assert b"Subject: Re\xc3\xa7u" in message.read_bytes()


class TestAStackWithAFailingPart:
    def test_names_it_with_the_end_of_its_log(self, tmp_path: Path) -> None:
        place = Place.at(tmp_path, durable=False)
        broken = ObjectStore(place)
        broken._child.command = [*broken._child.command, "--no-such-option"]
        stack = Stack([Mailbox(place), broken])
        try:
            with pytest.raises(PartFailed) as failure:
                stack.start()
        finally:
            stack.stop()
        assert failure.value.part == "S3"
        assert "no-such-option" in "\n".join(failure.value.lines)


class TestAPartGivenByAddress:
    def test_is_asked_and_not_started(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PARVIS_SMTP_URL", mailbox.settings()["smtp_url"])
        part = given("PARVIS_SMTP_URL")
        assert part is not None
        part.start()

    @pytest.mark.parametrize(
        ("variable", "address", "name"),
        [
            ("PARVIS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "PostgreSQL"),
            ("PARVIS_TEMPORAL_ADDRESS", "127.0.0.1:1", "Temporal"),
            ("PARVIS_S3_ENDPOINT", "http://127.0.0.1:1", "S3"),
            ("PARVIS_OIDC_ISSUER", "http://127.0.0.1:1/realms/parvis", "Keycloak"),
            ("PARVIS_SMTP_URL", "smtp://127.0.0.1:1", "Mail"),
        ],
    )
    def test_that_refuses_is_named_with_its_variable(
        self, variable: str, address: str, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(variable, address)
        for companion in COMPANIONS.get(variable, ()):
            monkeypatch.setenv(companion, "given")
        part = given(variable)
        assert part is not None
        with pytest.raises(PartFailed, match=variable) as failure:
            part.start()
        assert failure.value.part == name

    def test_without_what_goes_with_it_says_what_is_missing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PARVIS_DATABASE_URL", "postgresql://parvis@127.0.0.1:1/parvis")
        part = given("PARVIS_DATABASE_URL")
        assert part is not None
        with pytest.raises(PartFailed, match="PARVIS_DATABASE_ADMIN_URL"):
            part.start()


class TestPorts:
    def test_are_the_same_at_the_next_start(self, tmp_path: Path) -> None:
        first = Ports(tmp_path / "ports.json").take("web")
        assert Ports(tmp_path / "ports.json").take("web") == first


class TestAFolder:
    def test_is_held_by_one_orchestrator_at_a_time(self, tmp_path: Path) -> None:
        with (
            alone_in(tmp_path),
            pytest.raises(PartFailed, match=f"process {os.getpid()}"),
            alone_in(tmp_path),
        ):
            pass

    def test_is_cleared_of_what_an_interrupted_run_left(self, tmp_path: Path) -> None:
        left = Child("left", ["sleep", "300"], tmp_path / "logs" / "left.log")
        left.start()
        with alone_in(tmp_path):
            assert not left.running()
        assert not list((tmp_path / "logs").glob("*.pid"))

    def test_never_ends_a_stranger_that_took_the_number(self, tmp_path: Path) -> None:
        stranger = Child("stranger", ["sleep", "300"], tmp_path / "elsewhere" / "stranger.log")
        stranger.start()
        (tmp_path / "logs").mkdir()
        (tmp_path / "logs" / "old.pid").write_text(f"{stranger.pid} 1.0 15")
        try:
            with alone_in(tmp_path):
                assert stranger.running()
        finally:
            stranger.stop()
