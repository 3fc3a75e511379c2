"""What is looked at on every page that somebody arrives on, each distinct page once.

- axe finds nothing to say, best practices included;
- nothing is wider than a phone of 320 px, nor than a desk at 200 % (640 px);
- the console is silent: no script error, nothing refused by the security policy.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, ViewportSize

from services.foundation.settings import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
NARROW = (320, 640)
PICTURES = (320, 768, 1280)
# What changes from one visit to the next without changing the page.
_PASSING = re.compile(
    r'<script.*?</script>|nonce="[^"]*"|value="[^"]*"|\?[^"]*|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+',
    re.DOTALL,
)

_WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const told = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > room + 1)
    .slice(0, 4)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
  return told.length ? told : ["the page itself"];
}"""
_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`)"""


@dataclass(slots=True)
class Eye:
    """Looks at pages and remembers those it saw; `pictures` is where to keep them, if anywhere."""

    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    mirrors: dict[Page, Page] = field(default_factory=dict)

    def watch(self, page: Page, *, mirror: Page | None = None) -> None:
        """Listen to the console of a page that is about to be opened.

        `mirror` is where to look at what it shows, when it runs no script itself.
        """
        (mirror or page).add_init_script(path=AXE)
        if mirror:
            self.mirrors[page] = mirror
        page.on("console", lambda message: self._hear(page, message))
        page.on("pageerror", lambda error: self._say(page, f"script error: {error.message}"))

    def look(self, page: Page) -> None:
        """Note what is wrong with the page, unless the same was looked at before."""
        content = page.content()
        mark = hashlib.sha256(_PASSING.sub("", content).encode()).hexdigest()
        if mark in self.seen:
            return
        self.seen.add(mark)
        if page in self.mirrors:
            page = self._reflected(page, content)
        self._measure(page)
        for fault in page.evaluate(_AXE):
            self._say(page, fault)
        if self.pictures:
            self._picture(page, self.pictures)

    def _reflected(self, page: Page, content: str) -> Page:
        """The same page in a browser where axe can run."""
        mirror = self.mirrors[page]
        mirror.route(page.url, lambda route: route.fulfill(body=content, content_type="text/html"))
        mirror.goto(page.url)
        mirror.unroute_all()
        return mirror

    def leave(self, page: Page, number: int) -> None:
        """The last page of a journey, as it stood: where to look when it failed there."""
        if self.pictures:
            page.screenshot(path=self.pictures / f"last-{number}.png", full_page=True)

    def _measure(self, page: Page) -> None:
        usual = page.viewport_size or DESK
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": usual["height"]})
            wider: Sequence[str] = page.evaluate(_WIDER)
            if wider:
                self._say(page, f"wider than {width} px: {', '.join(wider)}")
        page.set_viewport_size(usual)

    def _picture(self, page: Page, folder: Path) -> None:
        usual = page.viewport_size or DESK
        title = re.sub(r"[^a-z0-9]+", "-", page.title().lower())[:60].strip("-")
        for width in PICTURES:
            page.set_viewport_size({"width": width, "height": 900})
            path = folder / f"{len(self.seen):03}-{title}-{width}.png"
            page.screenshot(path=path, full_page=True, caret="initial")
        page.set_viewport_size(usual)

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        # A refusal (4xx) is told there too: pages say it better, and tests read them.
        refusal = message.text.startswith(("Failed to load resource", "Response Status Error"))
        if message.type in ("error", "warning") and not refusal:
            self._say(page, f"console: {message.text}")

    def _say(self, page: Page, fault: str) -> None:
        self.faults.append(f"{_where(page)}: {fault}")


def _where(page: Page) -> str:
    parts = urlsplit(page.url)
    return parts.path if page.title() == "" else f"« {page.title()} » ({parts.path})"


def chromium_options(executable: str) -> dict[str, Any]:
    """How Chromium is started: silent towards the network, as any user on a container."""
    return {
        "executable_path": executable,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
