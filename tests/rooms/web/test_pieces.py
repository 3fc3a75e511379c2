"""Pieces asked for are sent from the request's own page, and the clock does what the law says."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.cases.actions.claim_case import claim_case
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.foundation import clock
from services.foundation.database import Database
from tests.arranging import Deployment
from tests.rooms.web.conftest import Browser, SignedIn, fields_of
from tests.rooms.web.test_portal import PDF, filed_with_a_file

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 64 + b"\xff\xd9"


@pytest.fixture
async def asked(
    signed_in: SignedIn, arranged_database: Database, collectivities: Deployment
) -> tuple[Browser, str]:
    """Nadia, and the address of her request, for which two pieces are awaited."""
    nadia = await signed_in("nadia")
    case = (await filed_with_a_file(nadia)).split("/files/", maxsplit=1)[0]
    case_id = nadia_case(case)
    instructor, at = collectivities.gien.instructor, clock.now()
    await claim_case(arranged_database, case_id=case_id, version=None, by=instructor, at=at)
    await request_missing_pieces(
        arranged_database,
        case_id=case_id,
        version=None,
        pieces={"plan": "Il manque le passage des piétons.", "insurance": ""},
        limit=(at + timedelta(days=40)).date(),
        by=instructor,
        at=at,
    )
    return nadia, case


def nadia_case(address: str) -> UUID:
    return UUID(address.removeprefix("/requests/"))


async def send(
    browser: Browser, case: str, files: dict[str, tuple[str, bytes, str]]
) -> httpx.Response:
    shown = await browser.get(case)
    return await browser.post(
        f"{case}/pieces", data=fields_of(shown), files=files or {"x": ("", b"")}
    )


class TestPiecesAskedFor:
    async def test_are_named_with_the_reason_and_the_day(self, asked: tuple[Browser, str]) -> None:
        nadia, case = asked
        page = await nadia.get(case)
        assert "À vous" in page.text
        assert "Il manque le passage des piétons." in page.text
        assert "Votre tour" in page.text
        assert "En pause" in page.text

    async def test_start_the_clock_again_once_all_are_there(
        self, asked: tuple[Browser, str]
    ) -> None:
        nadia, case = asked
        one = await send(nadia, case, {"piece:plan": ("plan.pdf", PDF, "application/pdf")})
        assert one.headers["location"] == f"{case}?done=pieces"
        page = await nadia.get(case)
        assert "À vous" in page.text
        assert "passage des piétons" not in page.text
        await send(nadia, case, {"piece:insurance": ("a.jpg", JPEG, "image/jpeg")})
        page = await nadia.get(case)
        assert "À vous" not in page.text
        assert "En pause" not in page.text
        assert "plan.pdf" in page.text
        assert "a.jpg" in page.text

    async def test_are_still_awaited_when_their_file_is_refused(
        self, asked: tuple[Browser, str]
    ) -> None:
        nadia, case = asked
        page = await send(
            nadia,
            case,
            {
                "piece:plan": ("plan.pdf", b"MZ" + b"\0" * 3000, "application/pdf"),
                "piece:insurance": ("a.jpg", JPEG, "image/jpeg"),
            },
        )
        assert page.status_code == 415
        assert "passage des piétons" in page.text
        assert 'name="piece:insurance"' not in page.text
        assert "a.jpg" in page.text

    async def test_cannot_be_nothing(self, asked: tuple[Browser, str]) -> None:
        nadia, case = asked
        page = await send(nadia, case, {})
        assert page.status_code == 422
        assert page.text.count("Choisissez un fichier à envoyer") == 4

    async def test_are_only_those_asked_for(self, asked: tuple[Browser, str]) -> None:
        nadia, case = asked
        page = await send(nadia, case, {"piece:photos": ("a.jpg", JPEG, "image/jpeg")})
        assert page.status_code == 422
        assert "a.jpg" not in (await nadia.get(case)).text

    async def test_are_sent_by_nobody_else(
        self, asked: tuple[Browser, str], signed_in: SignedIn
    ) -> None:
        _nadia, case = asked
        stranger = await signed_in("somebody")
        account = await stranger.get("/account")
        page = await stranger.post(
            f"{case}/pieces",
            data=fields_of(account),
            files={"piece:plan": ("plan.pdf", PDF, "application/pdf")},
        )
        assert page.status_code == 404
