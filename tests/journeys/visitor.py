"""Somebody in front of a browser, who reads labels and not addresses."""

import re
from pathlib import Path
from typing import Literal

import pyotp
from playwright.sync_api import BrowserContext, Locator, expect

from services.foundation import clock
from services.identity.contracts import Account
from tests.journeys.looking import Eye

File = tuple[str, bytes, str]
"""A file on her disk: its name, its content, its media type."""
PATIENCE_MS = 30_000


class Visitor:
    """One browser window, with its cookies. Each page arrived on is looked at."""

    def __init__(
        self,
        context: BrowserContext,
        eye: Eye,
        base_url: str,
        *,
        mirror: BrowserContext | None = None,
    ) -> None:
        """With `mirror`, her browser runs no script: her pages are looked at over there."""
        self.context = context
        self.page = self._left = context.new_page()
        self.scripts = mirror is None
        self._eye = eye
        self._base_url = base_url
        eye.watch(self.page, mirror=mirror.new_page() if mirror else None)

    # Going about

    def opens(self, address: str) -> None:
        """Type an address of the site."""
        self.page.goto(self._base_url + address)
        self._eye.look(self.page)

    def follows(self, name: str) -> None:
        """Follow the first link of this name in the page, then in its frame."""
        within = self.page.get_by_role("main").get_by_role("link", name=name)
        link = within if within.count() else self.page.get_by_role("link", name=name)
        self.goes_by(link.first)

    def follows_beside(self, name: str) -> None:
        """Follow a link that opens a tab of its own, and go on there."""
        with self.context.expect_page() as opened:
            self.page.get_by_role("link", name=name).click()
        self._left, self.page = self.page, opened.value
        self.page.wait_for_load_state()

    def comes_back(self) -> None:
        """Close this tab, and find the one that was left as it was."""
        self.page.close()
        self.page = self._left

    def presses(self, name: str) -> None:
        """Press the button of this name, and arrive on the page that answers."""
        self.goes_by(self.page.get_by_role("button", name=name).first)

    def goes_by(self, way: Locator) -> None:
        """Click on something that leads to a page."""
        with self.page.expect_navigation():
            way.click()
        self._eye.look(self.page)

    def reloads(self) -> None:
        self.page.reload()
        self._eye.look(self.page)

    def downloads(self, title: str) -> bytes:
        """Fetch the document of this title, once it is made: pages are reloaded until then."""
        link = self.page.get_by_role("main").get_by_role("link", name=title, exact=True).first
        self.awaits(link, title)
        address = link.get_attribute("href") or ""
        answer = self.context.request.get(self._base_url + address)
        assert answer.ok, f"{answer.status} for {title}"
        return answer.body()

    def awaits(self, locator: Locator, what: str) -> None:
        """Reload the page until this is there: something happens behind it."""
        end = clock.now().timestamp() + PATIENCE_MS / 1000
        while not locator.count():
            assert clock.now().timestamp() < end, f"« {what} » never came on {self.page.url}"
            self.page.wait_for_timeout(300)
            self.page.reload()
        self._eye.look(self.page)

    # Filling in

    def writes(self, label: str, text: str) -> None:
        """Fill in the field of this label (« facultatif » left out)."""
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        """The field of this label."""
        exact = re.compile(rf"^\s*{re.escape(label)}(\s+\(facultatif\))?\s*$")
        return self.page.get_by_label(exact).first

    def picks(self, question: str, *answers: str) -> None:
        """Choose or tick answers to a question."""
        group = self.page.get_by_role("group", name=question)
        for answer in answers:
            group.get_by_label(answer).first.check()

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def attaches(self, label: str, *files: File) -> None:
        """Choose files to send with the page."""
        given = [
            {"name": name, "mimeType": kind, "buffer": content} for name, content, kind in files
        ]
        self.field(label).set_input_files(given)  # type: ignore[arg-type]

    # Reading

    def reads(self, *texts: str) -> None:
        """Each of these is on the page, to be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def does_not_read(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def is_on(self, heading: str) -> None:
        """The page has this title."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    # Who she is

    def signs_in(self, account: Account, *, door: Literal["resident", "agent"]) -> None:
        """Through the identity provider's pages, from a page of the site or its own address."""
        if not self._at_the_provider():
            self.opens("/sign-in" if door == "resident" else "/agent/sign-in")
        self.page.get_by_label("Courriel").or_(self.page.locator("#username")).first.fill(
            account.username
        )
        self.page.locator("#password").fill(account.password)
        self.goes_by(self.page.locator("#kc-login"))
        if account.totp_secret and self._at_the_provider():
            self.page.locator("#otp").fill(pyotp.TOTP(account.totp_secret).at(clock.now()))
            self.goes_by(self.page.locator("#kc-login"))
        assert not self._at_the_provider(), f"{account.username} is not let in"

    def _at_the_provider(self) -> bool:
        return "/realms/" in self.page.url


def a_photo(name: str = "bac.png") -> File:
    """A small photograph: a real PNG, one grey pixel."""
    content = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
        "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
    )
    return (name, content, "image/png")


def pictures_folder(given: str) -> Path | None:
    """Where to keep pictures, made when it is asked for."""
    if not given:
        return None
    folder = Path(given)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
