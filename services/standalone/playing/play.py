"""The request that `make demo` plays: a removal lorry in Gien, from the square to the decision."""

import random
import time
from collections.abc import Callable
from datetime import date

from services.standalone.accounts import PLAYED_IN, Accounts, AgentAccount
from services.standalone.narration import Narrator
from services.standalone.playing.visitor import Stuck, Visitor
from services.standalone.sowing.answers import typed
from services.standalone.sowing.people import applicant

PROCEDURE, INSEE = "commune/occupation-domaine-public", "45155"
_MOST_PAGES = 20
_PATIENCE_SECONDS = 180


class Play:
    """Plays one request through the doors at `base_url`.

    Raises Stuck or LookupError where a page does not lead on.
    """

    def __init__(self, base_url: str, accounts: Accounts, told: Narrator) -> None:
        self._base_url = base_url
        self._accounts = accounts
        self._told = told
        self._resident = Visitor(base_url)

    def play(self, today: date) -> str:
        """From the square to the decision; answers the address of the case."""
        try:
            case = self._file(today)
            self._await_document(case, 1, "Her receipt (PDF/A, sealed)")
            self._instruct(case.rsplit("/", 1)[-1])
            self._await_document(case, 2, "The decision reaches her")
        finally:
            self._resident.close()
        return case

    def _file(self, today: date) -> str:
        visitor, resident = self._resident, self._accounts.residents[0]
        visitor.sign_in("/sign-in", resident.account)
        self._told.say(f"{resident.given_name} {resident.family_name} signs in.")
        visitor.go("/?commune=Gien")
        visitor.follow(f"/communes/{INSEE}")
        self._told.say(f"She says where she lives: “{visitor.page.heading}”.")
        visitor.follow(PROCEDURE)
        self._told.say(f"She opens “{visitor.page.heading}” and fills in the form.")
        visitor.follow("/start")
        chance = random.Random(PROCEDURE)
        who = applicant(
            chance, resident.given_name, resident.family_name, resident.account.username
        )
        self._fill(typed(PROCEDURE, chance, who, today))
        review = visitor.page.form(asks="notification")
        statements = review.choices.get("statement", [])
        visitor.send(review, {"statement": statements, "notification": ["portal"]})
        if not visitor.page.address.endswith("/filed"):
            raise Stuck(visitor.page, "filing")
        self._told.say(f"She files it: “{visitor.page.heading}”.")
        return visitor.page.address.removesuffix("/filed")

    def _fill(self, inputs: dict[str, list[str]]) -> None:
        visitor = self._resident
        for _ in range(_MOST_PAGES):
            if visitor.page.address.endswith("/review"):
                return
            form = visitor.page.form(asks="shown")
            values = {name: texts for name, texts in inputs.items() if form.asks(name)}
            visitor.send(form, values, button=("go", "on"))
            if visitor.page.errors:
                raise Stuck(visitor.page, "the form")
        raise Stuck(visitor.page, "the review page")

    def _instruct(self, case_id: str) -> None:
        address = f"/agent/{PLAYED_IN}/cases/{case_id}"
        instructor, signatory = self._accounts.players

        def propose(visitor: Visitor) -> None:
            visitor.go(address)
            _act(visitor, address, "claim")
            self._told.say(f"{instructor.name} ({instructor.quality}) takes the case up.")
            _act(visitor, address, "propose", sense="grant")
            self._told.say("She proposes to grant it.")

        def sign(visitor: Visitor) -> None:
            visitor.go(address)
            _act(visitor, address, "sign")
            self._told.say(f"{signatory.name} ({signatory.quality}) signs the decision.")

        self._as_agent(instructor, propose)
        self._as_agent(signatory, sign)

    def _as_agent(self, agent: AgentAccount, work: Callable[[Visitor], None]) -> None:
        visitor = Visitor(self._base_url)
        try:
            visitor.sign_in("/agent/sign-in", agent.account)
            work(visitor)
        finally:
            visitor.close()

    def _await_document(self, case: str, count: int, what: str) -> None:
        """Wait until the request shows so many documents, and download the last."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while True:
            page = self._resident.go(case)
            found = sorted({link for link, _text in page.links if "/letters/" in link})
            if len(found) >= count:
                break
            if time.monotonic() > end:
                raise Stuck(page, what)
            time.sleep(0.3)
        contents = [self._resident.fetch(link) for link in found]
        if not all(content.startswith(b"%PDF") for content in contents):
            raise Stuck(page, what)
        self._told.say(f"{what}: {sum(map(len, contents)) // 1024} kB of PDF to download.")


def _act(visitor: Visitor, case: str, action: str, **values: str) -> None:
    """What the page offers as a button is sent; what it offers as a link is opened first."""
    address = f"{case}/{action}"
    if not any(address in form.action for form in visitor.page.forms):
        visitor.follow(address)
    form = visitor.page.form(address)
    visitor.send(form, {name: [value] for name, value in values.items()})
    if f"done={action}" not in visitor.page.address:
        raise Stuck(visitor.page, action)
