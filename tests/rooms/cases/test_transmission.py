"""A case handed over to an authority that is not on the platform (CRPA L114-2)."""

import asyncio
import hashlib
import io
import json
import os
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP

from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.record_effect import effect_done
from services.cases.actions.record_sending import record_sending
from services.cases.contracts import Authority, CaseFile, Filed, ToDo
from services.cases.queries.case_files import case_file
from services.cases.queries.documents import document_for_agent
from services.cases.queries.owed import effect_to_do
from services.cases.queries.requests import my_requests, request
from services.documents.certificates import SealFiles, specimen_certificate
from services.documents.contracts import Scan
from services.documents.letters import Press
from services.documents.sealing import check_seal, load_seal
from services.documents.store import store_for
from services.documents.tables import attachment
from services.foundation import clock
from services.foundation.database import Database, Worker
from services.foundation.errors import Outage
from services.foundation.settings import Settings
from services.foundation.writes import Writes
from services.messages.actions import MailRelay, relay_for
from services.processes.errors import GuardFailed
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.tenants.queries import key_of
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer
from tests.arranging import (
    OCCUPATION,
    Collectivity,
    Deployment,
    Resident,
    a_resident,
    file_request,
)
from tests.handing import BRIARE, hand
from tests.workflows.living import mails_in
from workflows.case_life.transmission import TransmissionActivities
from workflows.case_life.transmission_mail import TransmissionMailActivities

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAN = b"%PDF-1.7\n" + b"a plan\n" * 1000


@pytest.fixture
def parts(place: Place, object_store: ObjectStore, mailbox: Mailbox) -> Settings:
    where: dict[str, Any] = {**object_store.settings(), **mailbox.settings()}
    return Settings(secret_key=place.keys["secret_key"], **where)


@pytest.fixture
def seal_files(tmp_path: Path) -> SealFiles:
    return specimen_certificate(tmp_path, at=MONDAY)


@pytest.fixture
def press(parts: Settings, seal_files: SealFiles) -> Iterator[Press]:
    press = Press(store_for(parts), load_seal(seal_files))
    yield press
    press.close()


@dataclass(slots=True)
class Leaving:
    """A request of Nadia's that Gien hands over to an authority that is not on board."""

    db: Database
    gien: Collectivity
    nadia: Resident
    filed: Filed
    press: Press
    relay: MailRelay

    async def given(self, filename: str, content: bytes, scan: Scan = "clean") -> None:
        """A file received for it, as the antivirus left it."""
        async with self.db.transaction(Worker(self.gien.id)) as tx:
            key_id = await key_of(tx, self.gien.id)
        upload = self.press.store.upload(tenant_id=self.gien.id, key_id=key_id, filename=filename)
        async with upload:
            await upload.write(content)
            stored = await upload.finish()
        writes = Writes()
        writes.insert(
            attachment,
            tenant_id=self.gien.id,
            id=uuid4(),
            case_id=self.filed.case_id,
            field="plan",
            filename=stored.filename,
            media_type=stored.media_type,
            size=stored.size,
            sha256=stored.sha256,
            object_key=stored.object_key,
            scan=scan,
            received_at=MONDAY,
        )
        await self.db.write(Worker(self.gien.id), writes)

    async def scanned(self, scan: Scan) -> None:
        """The antivirus settled what waited."""
        writes = Writes()
        writes.update(attachment, {"tenant_id": self.gien.id, "scan": "pending"}, scan=scan)
        await self.db.write(Worker(self.gien.id), writes)

    async def handed(self, to: Authority = BRIARE) -> None:
        await hand(self.db, self.filed, self.gien, to=to, at=MONDAY + HOUR)

    async def owed(self, kind: str) -> ToDo | None:
        """The effect of this kind that is owed, if any."""
        at = MONDAY + 2 * HOUR
        look = await look_at_book(
            self.db, tenant_id=self.gien.id, case_id=self.filed.case_id, at=at
        )
        for each in look.owed:
            if each.kind == kind:
                return await effect_to_do(self.db, tenant_id=self.gien.id, effect_id=each.id)
        return None

    async def exported(self, *, heaviest: int = 7_000_000, settled: bool = True) -> None:
        """The documents worker does its part; unless `settled`, it dies before it says so."""
        todo = await self.owed("transmission")
        assert todo is not None
        with clock.using(lambda: MONDAY + 2 * HOUR):
            letter = await TransmissionActivities(self.db, self.press, heaviest).do(todo)
            if settled:
                await effect_done(self.db, todo, letter=letter, at=clock.now())

    async def mailed(self, relay: MailRelay | None = None, *, settled: bool = True) -> None:
        """The mail leaves, if one is owed."""
        todo = await self.owed("transmission_mail")
        if todo is None:
            return
        hands = TransmissionMailActivities(
            self.db, self.press.store, relay or self.relay, "https://parvis.example"
        )
        with clock.using(lambda: MONDAY + 2 * HOUR):
            await hands.do(todo)
            if settled:
                await effect_done(self.db, todo, at=clock.now())

    async def file(self) -> CaseFile:
        at = MONDAY + 3 * HOUR
        by = self.gien.instructor
        return await case_file(self.db, case_id=self.filed.case_id, by=by, at=at)

    async def export(self) -> bytes:
        """The export as the agent downloads it."""
        [letter] = [each for each in (await self.file()).letters if each.kind == "transmission"]
        document = await document_for_agent(
            self.db,
            case_id=self.filed.case_id,
            document_id=letter.id,
            kind="letter",
            by=self.gien.instructor,
            at=MONDAY + 3 * HOUR,
        )
        assert (document.media_type, document.filename[-4:]) == ("application/zip", ".zip")
        return await self.press.store.fetch(
            document.object_key, key_id=document.key_id, size=document.size
        )

    async def on_the_list(self) -> list[tuple[str, date | None]]:
        """The stage and day of each open case on the instructor's list."""
        by = self.gien.instructor
        viewer = Viewer(self.gien.id, by.agent_id, by.team_ids)
        page = await worklist.page(self.db, viewer=viewer, view="all")
        return [(item.stage, item.due_on) for item in page.items]


@pytest.fixture
async def leaving(
    arranged_database: Database, collectivities: Deployment, press: Press, parts: Settings
) -> Leaving:
    gien, nadia = collectivities.gien, await a_resident(arranged_database)
    filed = await file_request(arranged_database, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
    return Leaving(arranged_database, gien, nadia, filed, press, relay_for(parts))


def told(file: CaseFile, kind: str) -> list[Mapping[str, Any]]:
    return [event.payload or {} for event in file.events if event.kind == kind]


def entries(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def only_piece(archive: bytes) -> bytes:
    [piece] = [held for name, held in entries(archive).items() if name.startswith("pieces/")]
    return piece


class _Relay:
    """A relay that keeps each message; `cuts` it, it hangs up before it says so."""

    def __init__(self, *, cuts: int = 0) -> None:
        self.kept: list[bytes] = []
        self._cuts = cuts

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 - the name aiosmtpd looks for
        self.kept.append(envelope.original_content)
        if self._cuts:
            self._cuts -= 1
            cast("asyncio.Transport", server.transport).abort()
        return "250 kept"


@asynccontextmanager
async def listening(relay: _Relay, *, size: int = 33_000_000) -> AsyncIterator[MailRelay]:
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(relay, hostname="relay.example", data_size_limit=size), "127.0.0.1", 0
    )
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield MailRelay(f"smtp://127.0.0.1:{port}", "parvis.example")


class TestATransmission:
    async def test_carries_the_case_and_keeps_one_proof(
        self, leaving: Leaving, seal_files: SealFiles, mailbox: Mailbox
    ) -> None:
        await leaving.given("plan.pdf", PLAN)
        await leaving.handed()
        await leaving.exported()
        await leaving.mailed()

        file = await leaving.file()
        [proof] = told(file, "transmitted")
        mail = mails_in(mailbox.folder, BRIARE.email)[-1]
        [enclosed] = mail.iter_attachments()
        content = enclosed.get_content()
        assert mail["Message-ID"] == proof["message_id"]
        assert hashlib.sha256(content).hexdigest() == proof["sha256"]
        assert str(proof["reply"]).startswith("250 ")
        assert file.handed_to is not None
        assert file.handed_to.transmission is not None
        assert file.handed_to.transmission.message_id == proof["message_id"]

        held = entries(content)
        manifest = json.loads(held["manifeste.json"])
        assert {each["name"] for each in manifest["entries"]} == set(held) - {"manifeste.json"}
        for entry in manifest["entries"]:
            assert hashlib.sha256(held[entry["name"]]).hexdigest() == entry["sha256"]
        assert json.loads(held["demande.json"])["number"] == leaving.filed.number
        assert (await check_seal(held["demande.pdf"], seal_files)).intact
        assert only_piece(content) == PLAN
        assert await leaving.export() == content

    async def test_made_again_after_the_worker_died_owes_one_mail(
        self, leaving: Leaving, mailbox: Mailbox
    ) -> None:
        there = replace(BRIARE, email=f"{uuid4().hex[:8]}@briare.example")
        await leaving.handed(there)
        await leaving.exported(settled=False)
        await leaving.exported()
        await leaving.mailed()
        await leaving.mailed()

        assert len(mails_in(mailbox.folder, there.email)) == 1
        [letter] = [one for one in (await leaving.file()).letters if one.kind == "transmission"]
        assert letter.size

    async def test_sent_twice_has_one_identity_and_one_proof(self, leaving: Leaving) -> None:
        """The relay took it and hung up before saying so: it is sent again, the same."""
        await leaving.handed()
        await leaving.exported()
        relay = _Relay(cuts=1)
        async with listening(relay) as address:
            with pytest.raises(Outage):
                await leaving.mailed(address)
            assert told(await leaving.file(), "transmitted") == []
            await leaving.mailed(address, settled=False)
            await leaving.mailed(address)

        identities = {
            line for kept in relay.kept for line in kept.splitlines() if b"Message-ID" in line
        }
        assert (len(relay.kept), len(identities)) == (3, 1)
        assert len(told(await leaving.file(), "transmitted")) == 1

    async def test_waits_for_the_antivirus(self, leaving: Leaving) -> None:
        await leaving.given("plan.pdf", PLAN, "pending")
        await leaving.handed()
        with pytest.raises(Outage, match="clamd"):
            await leaving.exported()
        assert await leaving.owed("transmission_mail") is None

        await leaving.scanned("clean")
        await leaving.exported()
        assert only_piece(await leaving.export()) == PLAN

    async def test_leaves_an_infected_file_behind_and_names_it(self, leaving: Leaving) -> None:
        await leaving.given("facture.pdf", PLAN, "infected")
        await leaving.given("plan.pdf", PLAN)
        await leaving.handed()
        await leaving.exported()

        held = entries(await leaving.export())
        manifest = json.loads(held["manifeste.json"])
        assert [name for name in held if name.startswith("pieces/")] == ["pieces/plan.pdf"]
        assert manifest["left_out"] == [{"filename": "facture.pdf", "reason": "infected"}]


class TestAnExportThatNoMailCarries:
    @pytest.mark.parametrize(
        ("to", "relay_takes", "heaviest", "why"),
        [
            (replace(BRIARE, email=""), 33_000_000, 7_000_000, "no_address"),
            (BRIARE, 33_000_000, 10, "too_heavy"),
            (BRIARE, 2_000, 7_000_000, "too_heavy"),
        ],
        ids=["no address", "over our limit", "over the relay's"],
    )
    async def test_is_a_task_until_an_agent_has_sent_it(
        self, leaving: Leaving, to: Authority, relay_takes: int, heaviest: int, why: str
    ) -> None:
        await leaving.handed(to)
        assert await leaving.on_the_list() == []
        await leaving.exported(heaviest=heaviest)
        relay = _Relay()
        async with listening(relay, size=relay_takes) as address:
            await leaving.mailed(address)

        file = await leaving.file()
        assert relay.kept == []
        assert [each["why"] for each in told(file, "transmission_waits")] == [why]
        assert told(file, "transmitted") == []
        assert await leaving.on_the_list() == [("handed_over", MONDAY.date())]
        [line] = await my_requests(leaving.db, person_id=leaving.nadia.id)
        assert line.due_on is None

        await self._sent(leaving)
        assert await leaving.on_the_list() == []
        view = await request(
            leaving.db,
            person_id=leaving.nadia.id,
            case_id=leaving.filed.case_id,
            at=MONDAY + 5 * HOUR,
        )
        assert [step.action for step in view.story] == ["submit", "hand_over", "record_sending"]
        with pytest.raises(GuardFailed):
            await self._sent(leaving)

    async def _sent(self, leaving: Leaving) -> None:
        await record_sending(
            leaving.db,
            case_id=leaving.filed.case_id,
            version=None,
            sent_on=MONDAY.date(),
            means="platform",
            by=leaving.gien.instructor,
            at=MONDAY + 4 * HOUR,
        )

    async def test_is_whole_when_its_files_are_many_parts_long(self, leaving: Leaving) -> None:
        """Uploads over 5 MiB leave in parts, and so does the export."""
        plan = b"%PDF-1.7\n" + os.urandom(6_000_000)
        await leaving.given("plan.pdf", plan)
        await leaving.given("annexe.pdf", b"%PDF-1.7\n" + os.urandom(2_000_000))
        await leaving.handed()
        await leaving.exported()

        assert [each["why"] for each in told(await leaving.file(), "transmission_waits")] == [
            "too_heavy"
        ]
        held = entries(await leaving.export())
        assert held["pieces/plan.pdf"] == plan
        assert len(held["pieces/annexe.pdf"]) == 2_000_009
