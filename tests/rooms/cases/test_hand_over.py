"""Handing a request over: who may be named, and what is refused (CRPA L114-2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.cases.contracts import Authority, Filed
from services.cases.errors import AlreadyTheirs, CaseMoved, LawHasDecided, NotOnBoard
from services.cases.queries.case_files import case_file
from services.cases.queries.documents import document_for_agent
from services.documents.store import ObjectStore
from services.foundation.database import Database
from services.foundation.errors import NotFound
from services.messages.errors import AddressRefused
from services.processes.errors import BadField, GuardFailed, WrongRole
from tests.arranging import OCCUPATION, Deployment, a_resident, file_request
from tests.handing import BRIARE, delivered, give_file, hand

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PLAN = b"%PDF-1.7\n" + b"a plan\n" * 1000


@pytest.fixture
async def filed(arranged_database: Database, collectivities: Deployment) -> Filed:
    """A request that Nadia filed with Gien on Monday."""
    nadia = await a_resident(arranged_database)
    return await file_request(
        arranged_database, collectivities.gien, by=nadia, at=MONDAY, procedure=OCCUPATION
    )


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        ({"to": "130025265"}, NotOnBoard),
        ({"to": "214501553"}, AlreadyTheirs),
        ({"to": ""}, GuardFailed),
        ({"to": Authority("Mairie de Briare")}, GuardFailed),
        ({"to": Authority("Mairie de Briare", "pas une adresse")}, AddressRefused),
        ({"to": "224500017", "reason": "  "}, BadField),
        ({"to": BRIARE, "version": 0}, CaseMoved),
    ],
    ids=["not on board", "itself", "nobody", "nowhere", "no address", "no reason", "stale page"],
)
async def test_is_refused(
    arranged_database: Database,
    collectivities: Deployment,
    filed: Filed,
    order: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        await hand(arranged_database, filed, collectivities.gien, at=MONDAY + DAY, **order)


async def test_is_not_for_who_signs(
    arranged_database: Database, collectivities: Deployment, filed: Filed
) -> None:
    gien = collectivities.gien
    with pytest.raises(WrongRole):
        await hand(arranged_database, filed, gien, to=BRIARE, at=MONDAY + DAY, by=gien.signatory)


async def test_of_a_stranger_s_case_is_of_nothing(
    arranged_database: Database, collectivities: Deployment, filed: Filed
) -> None:
    with pytest.raises(NotFound):
        await hand(arranged_database, filed, collectivities.loiret, to=BRIARE, at=MONDAY + DAY)


async def test_comes_too_late_after_a_tacit_decision(
    arranged_database: Database, collectivities: Deployment, filed: Filed
) -> None:
    """L231-4: two months of silence have refused the request on 3 May."""
    with pytest.raises(LawHasDecided):
        await hand(arranged_database, filed, collectivities.gien, to=BRIARE, at=MONDAY + 63 * DAY)


async def test_closes_the_case_and_its_deadlines(
    arranged_database: Database, collectivities: Deployment, filed: Filed
) -> None:
    db, gien = arranged_database, collectivities.gien
    await hand(db, filed, gien, to=collectivities.loiret, at=MONDAY + DAY)
    seen = await case_file(db, case_id=filed.case_id, by=gien.instructor, at=MONDAY + 2 * DAY)
    assert seen.state.id == "handed_over"
    assert seen.closed_on is not None
    assert seen.handed_to is not None
    assert seen.handed_to.authority.name.startswith("Département du Loiret")
    assert {each.kind for each in seen.effects} == {
        "receipt",
        "delivery",
        "handed_over_letter",
        "notice_mail",
    }


async def test_takes_its_files_along_and_names_those_left_behind(
    arranged_database: Database,
    collectivities: Deployment,
    filed: Filed,
    store: ObjectStore,
) -> None:
    """Sealed anew with the receiver's key; the receiver's antivirus sees what still waits."""
    db, loiret, at = arranged_database, collectivities.loiret, MONDAY
    await give_file(db, store, filed, PLAN, at=at)
    await give_file(db, store, filed, PLAN, filename="vue.pdf", scan="pending", at=at)
    await give_file(db, store, filed, PLAN, filename="virus.pdf", scan="infected", at=at)
    new = await delivered(db, store, filed, collectivities.gien, to=loiret, at=MONDAY + DAY)

    there = await case_file(db, case_id=new.case_id, by=loiret.instructor, at=MONDAY + DAY)
    assert {(each.filename, each.scan) for each in there.attachments} == {
        ("plan.pdf", "clean"),
        ("vue.pdf", "pending"),
    }
    [received] = [event.payload for event in there.events if event.kind == "receive"]
    assert received is not None
    assert received["left_out"] == ["virus.pdf"]
    [plan] = [each for each in there.attachments if each.filename == "plan.pdf"]
    document = await document_for_agent(
        db, case_id=new.case_id, document_id=plan.id, kind="file", by=loiret.instructor, at=at
    )
    content = await store.fetch(document.object_key, key_id=document.key_id, size=document.size)
    assert content == PLAN
