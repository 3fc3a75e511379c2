"""The town that the journeys walk through: the house open for real, and its book at hand."""

import asyncio
import json
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

import httpx
from rich.console import Console

from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.record_effect import effect_done
from services.cases.contracts import Filed
from services.cases.queries.owed import effect_to_do
from services.cases.queries.requests import my_requests
from services.documents.contracts import Letter
from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.identity.contracts import Account, Role
from services.standalone.child import Child
from services.standalone.ground import apply_recipes, lay_ground
from services.standalone.keys import write_private
from services.standalone.narration import Narrator
from services.standalone.place import Place
from services.standalone.stack import stop_all
from services.standalone.temporal import program
from services.tenants.contracts import Tenant
from tests.arranging import Collectivity, file_request, write_request
from tests.journeys.people import Inhabitant, Official, Registry

T = TypeVar("T")
PROCESSES = ("web", "worker", "relay")
A_MAIL_SECONDS = 60


class Town:
    """The house that answers at `base_url`, with its collectivities; people come as needed."""

    def __init__(self, settings: Settings, mailbox: Path, *, relay: int) -> None:
        """`relay` is the process id of the relay."""
        self.settings = settings
        self._relay = relay
        self.base_url = settings.base_url
        self._mailbox = mailbox
        self._registry = Registry(settings)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._database = Database(settings.database_url, pool_size=3)
        self.tenants: Mapping[str, Tenant] = {}

    def furnish(self) -> None:
        """Load the territory and the catalogue, bring the collectivities on board."""
        told = Narrator(Console(quiet=True))
        self.live(lambda database: lay_ground(database, self.settings, told))
        found = self.live(lambda database: apply_recipes(database, self.settings, told))
        self.tenants = {tenant.slug: tenant for tenant in found}

    def welcomes(self, recipes: Path) -> None:
        """Bring more collectivities on board, from a folder of recipes."""
        told = Narrator(Console(quiet=True))
        found = self.live(lambda database: apply_recipes(database, self.settings, told, recipes))
        self.tenants = {tenant.slug: tenant for tenant in found}

    def live(self, work: Callable[[Database], Awaitable[T]]) -> T:
        """Do something in the book, through the rooms' own actions.

        Playwright holds the loop of the tests' thread, so this runs on another.
        """

        async def run() -> T:
            return await work(self._database)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(120)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._database.close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    # People

    def resident(self, given: str = "Nadia", family: str = "Lemoine") -> Inhabitant:
        """A new resident who has an account."""
        return self.live(lambda database: self._registry.resident(database, given, family))

    def agent(
        self,
        slug: str,
        *roles: Role,
        name: tuple[str, str] = ("Lucie", "Garnier"),
        quality: str = "Instructrice",
    ) -> Official:
        """A new agent of all the teams of a collectivity, with a one-time code of her own."""
        tenant = self.tenants[slug]
        return self.live(
            lambda database: self._registry.agent(
                database, tenant, *roles, name=name, quality=quality
            )
        )

    def administrator(self) -> Account:
        """The account of a new IT administrator."""
        return self.live(self._registry.administrator)

    # What happened before

    def draft(self, slug: str, procedure: str, *, by: Inhabitant) -> UUID:
        """A request written to its end, not sent."""
        where = self._place(slug, procedure)
        written = self.live(
            lambda database: write_request(
                database, where, by=by.resident, at=clock.now(), procedure=procedure
            )
        )
        return written.id

    def filed(
        self,
        slug: str,
        procedure: str,
        *,
        by: Inhabitant,
        at: datetime,
        **how: Any,
    ) -> Filed:
        """A request that somebody filed at `at`, through the same actions as at the door; `how`
        is what `file_request` takes besides."""
        where = self._place(slug, procedure)
        return self.live(
            lambda database: file_request(
                database, where, by=by.resident, at=at, procedure=procedure, **how
            )
        )

    def filed_and_told(self, slug: str, procedure: str, *, by: Inhabitant, at: datetime) -> Filed:
        """The same, with a receipt that left at `at`: planning delays run from there."""
        tenant_id = self.tenants[slug].id

        async def sent(database: Database) -> None:
            look = await look_at_book(database, tenant_id=tenant_id, case_id=filed.case_id, at=at)
            for owed in look.owed:
                todo = await effect_to_do(database, tenant_id=tenant_id, effect_id=owed.id)
                if todo is not None and todo.kind == "receipt":
                    letter = Letter(uuid4(), "receipt", todo.key, str(uuid4()), "0" * 64, 1, True)
                    await effect_done(database, todo, letter=letter, at=at)

        os.kill(self._relay, signal.SIGSTOP)  # else today's receipt would leave before this one
        try:
            filed = self.filed(slug, procedure, by=by, at=at)
            self.live(sent)
        finally:
            os.kill(self._relay, signal.SIGCONT)
        return filed

    def await_received(self, filed: Filed, *, by: Inhabitant) -> UUID:
        """The case that `filed` became where it was handed over; fails after a minute."""
        end = time.monotonic() + A_MAIL_SECONDS
        person_id = by.resident.id
        while True:
            lines = self.live(lambda database: my_requests(database, person_id=person_id))
            others = [line.case_id for line in lines if line.case_id != filed.case_id]
            if others:
                return others[0]
            assert time.monotonic() < end, "the request was not received"
            time.sleep(0.2)

    def _place(self, slug: str, procedure: str) -> Collectivity:
        nobody = cast("Any", None)
        return Collectivity(self.tenants[slug], (procedure,), nobody, nobody, nobody)

    # What arrives in mailboxes

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The messages that the catcher holds for an address, the oldest first."""
        found = []
        for path in sorted(self._mailbox.glob("*.eml")):
            mail = message_from_bytes(path.read_bytes(), policy=default)
            if address in str(mail["X-Envelope-To"]):
                found.append(mail)
        return found

    def await_mails(self, address: str, count: int) -> list[EmailMessage]:
        """At least `count` messages for an address; fails after a minute."""
        end = time.monotonic() + A_MAIL_SECONDS
        while len(found := self.mails_to(address)) < count:
            assert time.monotonic() < end, f"{len(found)} mails of {count} for {address}"
            time.sleep(0.2)
        return found


@contextmanager
def opened(place: Place, settings: Mapping[str, str], mailbox: Path) -> Iterator[Town]:
    """Web, worker and relay as processes over the parts of `settings`, not furnished yet."""
    base_url = f"http://127.0.0.1:{place.ports.take('web')}"
    values: dict[str, Any] = {**settings, "base_url": base_url}
    values["secret_key"] = place.keys["secret_key"]
    path = place.root / "journeys.json"
    write_private(path, json.dumps(values))
    environment = {"PARVIS_SETTINGS_FILE": str(path), "PYTHONUNBUFFERED": "1"}
    processes = [
        Child(f"parvis {name}", [program("parvis"), name], place.log(name), environment, grace=8)
        for name in PROCESSES
    ]
    try:
        for process in processes:
            process.start()
        processes[0].wait_until(lambda: _ready(base_url), seconds=90, every=0.2)
        for process in processes:
            assert process.running(), process.last_lines()
        town = Town(Settings(**values), mailbox, relay=processes[-1].pid)
        yield town
        town.close()
    finally:
        stop_all(processes)


def _ready(base_url: str) -> bool:
    try:
        answer = httpx.get(f"{base_url}/health/ready", timeout=5, trust_env=False)
    except httpx.TransportError:
        return False
    return answer.status_code == httpx.codes.OK
