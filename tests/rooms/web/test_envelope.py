"""What surrounds every answer: permissions declared, headers, sizes, language, health."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from fastapi import FastAPI

from tests.rooms.web.conftest import Browser

POLICY = re.compile(r"script-src 'nonce-([\w-]{16,})'; style-src 'self' 'nonce-\1'")


def leaves(routes: Iterable[Any]) -> list[Any]:
    """Every route, those of included routers too."""
    found: list[Any] = []
    for route in routes:
        inner = getattr(route, "original_router", route)
        below = getattr(inner, "routes", None)
        found.extend(leaves(below) if below is not None else [route])
    return found


class TestEveryRoute:
    def test_declares_a_permission(self, app: FastAPI) -> None:
        undeclared = [
            getattr(route, "path", route)
            for route in leaves(app.router.routes)
            if not getattr(getattr(route, "endpoint", None), "permission", None)
        ]
        assert undeclared == ["/api/v1/openapi.json"]


class TestEveryAnswer:
    async def test_runs_no_script_but_ours(self, browser: Browser) -> None:
        page = await browser.get("/")
        policy = page.headers["content-security-policy"]
        found = POLICY.search(policy)
        assert found is not None
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert page.text.count(f'nonce="{found[1]}"') == page.text.count("<script")
        assert "style=" not in page.text

    async def test_has_another_nonce_each_time(self, browser: Browser) -> None:
        one, two = await browser.get("/"), await browser.get("/")
        assert one.headers["content-security-policy"] != two.headers["content-security-policy"]

    async def test_is_framed_by_nobody_and_kept_by_nobody(self, browser: Browser) -> None:
        page = await browser.get("/requests")
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert len(page.headers["x-request-id"]) == 32

    async def test_speaks_the_language_that_was_chosen(self, browser: Browser) -> None:
        await browser.get("/language/en", params={"back": "/requests"})
        page = await browser.get("/requests")
        assert '<html lang="en"' in page.text

    async def test_never_leads_to_another_site(self, browser: Browser) -> None:
        answer = await browser.get("/language/en", params={"back": "//elsewhere.example"})
        assert answer.headers["location"] == "/"


class TestAnAddressThatIsNobodys:
    @pytest.mark.parametrize(
        "address",
        [
            "/nowhere",
            "/c/nobody",
            "/c/gien/commune/nothing",
            "/communes/99999",
            "/assets/../pyproject.toml",
            "/assets/secret.css",
            "/about/us",
            "/language/de",
        ],
    )
    async def test_has_a_page_that_says_so(self, browser: Browser, address: str) -> None:
        page = await browser.get(address)
        assert page.status_code == 404
        assert "<h1>" in page.text


class TestABodyTooLarge:
    async def test_is_refused_by_its_announced_length(self, browser: Browser) -> None:
        page = await browser.post(
            "/session/sign-out",
            content=b"a=" + b"x" * 1_200_000,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert page.status_code == 413

    async def test_is_refused_while_reading(self, browser: Browser) -> None:
        async def endless() -> object:
            for _ in range(40):
                yield b"x" * 50_000

        page = await browser.post(
            "/session/sign-out",
            content=endless(),  # type: ignore[arg-type]
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert page.status_code == 413


class TestHealth:
    async def test_lives(self, browser: Browser) -> None:
        answer = await browser.get("/health/live")
        assert answer.json()["status"] == "ok"

    async def test_names_the_parts_that_are_down_and_still_serves(self, browser: Browser) -> None:
        answer = await browser.get("/health/ready")
        assert answer.status_code == 200
        parts = answer.json()["parts"]
        assert parts["postgresql"] == "ok"
        assert parts["s3"] == "ok"
        assert "down" in parts.values()

    async def test_counts_by_route_and_never_by_address(self, browser: Browser) -> None:
        await browser.get("/communes/45155")
        counted = (await browser.get("/metrics")).text
        assert 'route="/communes/{insee}"' in counted
        assert "45155" not in counted


class TestTheColourOfACollectivity:
    async def test_comes_in_a_served_stylesheet(self, browser: Browser) -> None:
        sheet = await browser.get("/brand/gien,loiret,nobody.css")
        assert sheet.headers["content-type"].startswith("text/css")
        assert '[data-brand="gien"] { --pv-brand: #1f3f94; }' in sheet.text
        assert "nobody" not in sheet.text
