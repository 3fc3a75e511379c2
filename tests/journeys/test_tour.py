"""A tour of what anybody may read, in both languages; each page is looked at."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.town import Town

PUBLIC = (
    "/",
    "/?commune=saint",
    "/?commune=zzzz",
    "/communes/45155",
    "/communes/45155?q=bac",
    "/communes/75056",
    "/requests",
    "/about/accessibility",
    "/about/terms",
    "/about/data",
)


@pytest.mark.parametrize(
    ("language", "slugs"), [("fr", ("gien", "cc-giennoises", "loiret")), ("en", ("loiret",))]
)
def test_every_public_page_can_be_read(
    arrives: Arrive, town: Town, language: str, slugs: tuple[str, ...]
) -> None:
    screen = arrives()
    screen.opens(f"/language/{language}?back=/")
    for address in PUBLIC:
        screen.opens(address)
        assert screen.page.locator("html").get_attribute("lang") == language
    for slug in slugs:
        screen.opens(f"/c/{slug}")
        links = screen.page.get_by_role("main").locator(f"a[href^='/c/{slug}/']")
        for address in [link.get_attribute("href") or "" for link in links.all()]:
            screen.opens(address)
            screen.opens(f"{address}/place")
            screen.opens(f"{address}/start?insee=45155")
            found = re.search("Page introuvable|Page not found", screen.page.content())
            assert not found, address


def test_the_pages_of_the_identity_provider_are_ours(arrives: Arrive, town: Town) -> None:
    nadia = town.resident("Nadia", "Carlier")
    screen = arrives()
    screen.opens("/sign-in")
    assert screen.page.locator("html").get_attribute("lang") == "fr"
    screen.page.locator("#username").fill(nadia.account.username)
    screen.page.locator("#password").fill("not her password")
    screen.goes_by(screen.page.locator("#kc-login"))
    screen.goes_by(screen.page.locator("a[href*='registration']").first)
    screen.opens("/sign-in")
    screen.goes_by(screen.page.locator("a[href*='reset-credentials']").first)
