"""The town, once for all journeys; a browser; and visitors, one window each."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from services.standalone.keycloak import Keycloak
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from services.standalone.temporal import Temporal
from tests.journeys.looking import DESK, Eye, chromium_options
from tests.journeys.town import Town, opened
from tests.journeys.visitor import PATIENCE_MS, Visitor, pictures_folder
from tests.stack import cloned, dropped

Arrive = Callable[..., Visitor]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def town(
    place: Place,
    postgres: Postgres,
    territory_template: str,
    temporal: Temporal,
    object_store: ObjectStore,
    mailbox: Mailbox,
    keycloak: Keycloak,
) -> Iterator[Town]:
    """The house, open: its own database, the realm at its policy, three processes."""
    name = cloned(postgres, territory_template)
    parts = (postgres, temporal, object_store, mailbox, keycloak)
    settings = {key: value for part in parts for key, value in part.settings().items()}
    settings["database_url"] = postgres.login_url(name)
    settings["database_admin_url"] = postgres.superuser_url(name)
    with opened(place, settings, mailbox.folder) as standing:
        keycloak.prepare_realm(base_url=standing.base_url, smtp_port=mailbox.port)
        standing.furnish()
        yield standing
    dropped(postgres, name)


@pytest.fixture(scope="package")
def browser(town: Town) -> Iterator[Browser]:
    """One Chromium. Its driver keeps a loop running in this thread: it may not outlive us."""
    found = (shutil.which(name) for name in _BROWSERS)
    executable = os.environ.get("PARVIS_CHROMIUM") or next((path for path in found if path), "")
    assert executable, "no Chromium: `make chromium`, or give one by PARVIS_CHROMIUM"
    expect.set_options(timeout=PATIENCE_MS)  # five seconds unless said: too few on a busy machine
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**chromium_options(executable))
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def memory() -> Eye:
    """Pages already looked at, in the whole walk."""
    return Eye(pictures_folder(os.environ.get("PARVIS_SCREENSHOTS", "")))


@pytest.fixture
def eye(memory: Eye) -> Iterator[Eye]:
    """What is wrong with a page fails the journey that came there first."""
    memory.faults.clear()
    yield memory
    assert not memory.faults, "\n".join(dict.fromkeys(memory.faults))


@pytest.fixture
def arrives(browser: Browser, town: Town, eye: Eye) -> Iterator[Arrive]:
    """Somebody opens a browser: `arrives()`, `arrives(scripts=False)`, `arrives(phone=True)`."""
    contexts = []

    def opens(**options: Any) -> BrowserContext:
        context = browser.new_context(
            locale="fr-FR", **{"viewport": DESK, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context

    def arrive(*, scripts: bool = True, **options: Any) -> Visitor:
        if scripts:
            return Visitor(opens(**options), eye, town.base_url)
        plain = opens(java_script_enabled=False, **options)
        return Visitor(plain, eye, town.base_url, mirror=opens())

    yield arrive
    for number, context in enumerate(contexts, start=1):
        eye.leave(context.pages[0], number)
        context.close()
