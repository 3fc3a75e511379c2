"""Keycloak's own pages, in our colours and words, without a barrier: axe on each, at two widths."""

import asyncio
import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from services.foundation import clock
from services.foundation.settings import ROOT
from services.identity.directory import AccountOrder, Directory
from services.identity.oidc import IdentityProvider
from services.standalone.keycloak import Keycloak
from tests.rooms.identity.conftest import BASE_URL, settings_for

PASSWORD = "Parvis-sous-la-pluie-26"
AGENT = "solene@gien.example"
AGENT_TO_BE = "thomas@gien.example"
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address(realm: Keycloak) -> str:
    """Where a sign-in begins, with an agent who has her code and one who has none yet."""
    return asyncio.run(_prepare(realm))


async def _prepare(realm: Keycloak) -> str:
    settings = settings_for(realm, BASE_URL)
    directory = Directory.from_settings(settings)
    provider = IdentityProvider.from_settings(settings)
    await directory.create_account(
        AccountOrder(AGENT, "Solène", "Rousseau", agent=True, password=PASSWORD)
    )
    await directory.create_account(
        AccountOrder(AGENT_TO_BE, "Thomas", "Rousseau", password=PASSWORD)
    )
    await directory.create_account(AccountOrder(AGENT_TO_BE, "Thomas", "Rousseau", agent=True))
    start = await provider.begin(door="backoffice", return_to="/agent", at=clock.now())
    await provider.close()
    return start.url


# After `address`: while Playwright's synchronous API is open, this thread can run no other loop.
@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Chromium]:
    program = os.environ.get("PARVIS_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 320])
def page(request: pytest.FixtureRequest, chromium: Chromium, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


def test_to_sign_in(page: Page) -> None:
    assert page.get_by_role("heading", name="Se connecter").is_visible()
    _is_open_to_all(page)

    _enter(page, AGENT, "a wrong one")

    assert page.get_by_text("ne vont pas ensemble").is_visible()
    _is_open_to_all(page)


def test_to_give_a_code(page: Page) -> None:
    _enter(page, AGENT, PASSWORD)

    assert page.get_by_label("Code à usage unique").is_visible()
    _is_open_to_all(page)

    page.get_by_label("Code à usage unique").fill("000000")
    page.get_by_role("button", name="Se connecter").click()

    assert page.get_by_text("n'est plus valable").is_visible()
    _is_open_to_all(page)


def test_to_set_up_a_code(page: Page) -> None:
    _enter(page, AGENT_TO_BE, PASSWORD)

    assert page.get_by_role("heading", name="Installer votre code à usage unique").is_visible()
    _is_open_to_all(page)


def test_to_open_an_account(page: Page) -> None:
    page.get_by_role("link", name="Créer un compte").click()

    assert page.get_by_text("au moins 12 signes").is_visible()
    _is_open_to_all(page)


def test_work_without_javascript(chromium: Chromium, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)

    _enter(opened, AGENT, PASSWORD)

    assert opened.locator("#otp").is_visible()
    context.close()


def _enter(page: Page, username: str, password: str) -> None:
    page.get_by_label("Adresse électronique").fill(username)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def _is_open_to_all(page: Page) -> None:
    page.evaluate(AXE)
    found = page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)
    assert [violation["id"] for violation in found["violations"]] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], "it has to be scrolled sideways"
