"""Handing a request over: who may be named, and what is refused (CRPA L114-2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.cases.actions.hand_over import hand_over
from services.cases.contracts import Authority
from services.cases.errors import AlreadyTheirs, CaseMoved, LawHasDecided, NotOnBoard
from services.cases.queries.case_files import case_file
from services.foundation.database import Database
from services.foundation.errors import NotFound
from services.messages.errors import AddressRefused
from services.processes.errors import BadField, GuardFailed, WrongRole
from tests.arranging import OCCUPATION, Deployment, a_resident, file_request

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WHY = "La rue est une route départementale."
BRIARE = Authority("Mairie de Briare", "accueil@briare.example", "4 place de l’Exemple")


async def _tried(
    db: Database, collectivities: Deployment, at: datetime = MONDAY + DAY, **order: Any
) -> None:
    nadia = await a_resident(db)
    gien = collectivities.gien
    filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
    usual = {"version": None, "reason": WHY, "by": gien.instructor}
    await hand_over(db, case_id=filed.case_id, at=at, **{**usual, **order})


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        ({"to": "130025265"}, NotOnBoard),
        ({"to": "214501553"}, AlreadyTheirs),
        ({}, GuardFailed),
        ({"authority": Authority("Mairie de Briare")}, GuardFailed),
        ({"authority": Authority("Mairie de Briare", "pas une adresse")}, AddressRefused),
        ({"to": "224500017", "reason": "  "}, BadField),
        ({"authority": BRIARE, "version": 0}, CaseMoved),
    ],
    ids=["not on board", "itself", "nobody", "nowhere", "no address", "no reason", "stale page"],
)
async def test_is_refused(
    arranged_database: Database,
    collectivities: Deployment,
    order: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        await _tried(arranged_database, collectivities, **order)


async def test_is_not_for_who_signs(
    arranged_database: Database, collectivities: Deployment
) -> None:
    with pytest.raises(WrongRole):
        await _tried(
            arranged_database,
            collectivities,
            authority=BRIARE,
            by=collectivities.gien.signatory,
        )


async def test_of_a_stranger_s_case_is_of_nothing(
    arranged_database: Database, collectivities: Deployment
) -> None:
    with pytest.raises(NotFound):
        await _tried(
            arranged_database,
            collectivities,
            authority=BRIARE,
            by=collectivities.loiret.instructor,
        )


async def test_comes_too_late_after_a_tacit_decision(
    arranged_database: Database, collectivities: Deployment
) -> None:
    """L231-4: two months of silence have refused the request on 3 May."""
    with pytest.raises(LawHasDecided):
        await _tried(arranged_database, collectivities, at=MONDAY + 63 * DAY, authority=BRIARE)


async def test_closes_the_case_and_its_deadlines(
    arranged_database: Database, collectivities: Deployment
) -> None:
    db, gien = arranged_database, collectivities.gien
    nadia = await a_resident(db)
    filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
    await hand_over(
        db,
        case_id=filed.case_id,
        version=None,
        to="224500017",
        reason=WHY,
        by=gien.instructor,
        at=MONDAY + DAY,
    )
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
