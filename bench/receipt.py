"""A receipt drawn, sealed, stored and written into the book, over WeasyPrint alone."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
from weasyprint import HTML  # noqa: TID253 - what is measured

from services.documents.contracts import Authority, FileListed, KeyDate, LetterContent, Recipient
from services.documents.letters import Press, make_letter, press_for
from services.documents.rendering import draw, render_letter, style_text
from services.foundation.database import Database
from services.foundation.i18n import Text
from services.foundation.settings import Settings
from services.law.mentions import Mention

TIMES = 15
AIM = 1.25
AT = datetime(2026, 11, 3, 17, 42, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Case:
    tenant_id: UUID
    key_id: UUID
    case_id: UUID


def measure(settings: Settings) -> dict[str, object]:
    """The median of receipts made one after the other, each beside WeasyPrint on the same page.

    `settings` name a migrated database (with its administrator) and an object store.
    """
    return asyncio.run(_measure(settings))


async def _measure(settings: Settings) -> dict[str, object]:
    case = _Case(uuid4(), uuid4(), uuid4())
    _add_case(settings.database_admin_url, case)
    db, press = Database(settings.database_url, pool_size=2), press_for(settings, at=AT)
    page = render_letter("receipt", CONTENT, specimen_seal=press.seal.specimen).html
    await _receipt(db, press, case)
    whole, alone, warm = [], [], []
    for _ in range(TIMES):
        alone.append(await _timed(lambda: asyncio.to_thread(weasyprint_alone, page)))
        warm.append(await _timed(lambda: asyncio.to_thread(draw, page, CONTENT)))
        whole.append(await _timed(lambda: _receipt(db, press, case)))
    await db.close()
    press.close()
    _forget_case(settings.database_admin_url, case)
    return _told(*(statistics.median(times) for times in (whole, alone, warm)))


def _told(value: float, limit: float, warm: float) -> dict[str, object]:
    return {
        "name": "receipt",
        "value": round(value, 1),
        "unit": "ms",
        "limit": round(limit, 1),
        "ratio": round(value / limit, 3),
        "meaning": "a receipt drawn, sealed, encrypted, stored and written into the book, over "
        f"WeasyPrint called by itself on the same page, median of {TIMES}; aim ≤ {AIM} "
        f"(over WeasyPrint with fonts and style kept, as the press keeps them: {value / warm:.2f})",
    }


def weasyprint_alone(page: str) -> bytes:
    """WeasyPrint by itself, as its manual calls it: fonts and style are read with the page."""
    whole = page.replace("</head>", f"<style>{style_text()}</style></head>")
    pdf: bytes = HTML(string=whole).write_pdf(pdf_variant="pdf/a-3a")
    return pdf


async def _receipt(db: Database, press: Press, case: _Case) -> None:
    number = f"C7-2026-{uuid4().hex[:5].upper()}"
    await make_letter(
        db,
        press,
        tenant_id=case.tenant_id,
        key_id=case.key_id,
        case_id=case.case_id,
        kind="receipt",
        key=f"receipt/{number}",
        content=replace(CONTENT, case_number=number),
        at=AT,
    )


async def _timed(act: Callable[[], Awaitable[object]]) -> float:
    before = time.perf_counter()
    await act()
    return (time.perf_counter() - before) * 1000


def _add_case(admin_url: str, case: _Case) -> None:
    """A case to hang the receipts on; what stands above it is not looked at."""
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            'INSERT INTO "case" (tenant_id, id, procedure_id, procedure_version, process_id, '
            "process_version, filed_under, title, state, channel, insee, filed_at, received_at, "
            "chain_head, chain_length) VALUES (%s, %s, 'p', 1, 'permit', 1, 'd', 't', 'filed', "
            "'portal', '45155', now(), now(), '', 0)",
            (case.tenant_id, case.case_id),
        )


def _forget_case(admin_url: str, case: _Case) -> None:
    with psycopg.connect(admin_url) as connection:
        connection.execute("DELETE FROM letter WHERE tenant_id = %s", (case.tenant_id,))
        connection.execute('DELETE FROM "case" WHERE tenant_id = %s', (case.tenant_id,))


def _said(name: str, article: str, text: str) -> Mention:
    return Mention(name, article, Text(text, text))


CONTENT = LetterContent(
    authority=Authority(
        name="Ville de Gien",
        plate="G",
        colour="#1f3f94",
        service="Service Domaine public",
        address=("1 place de l’Exemple", "45500 Gien"),
        email="domaine-public@gien.example",
        phone="02 61 91 45 12",
    ),
    recipient=Recipient("Nadia Lemoine", ("12 quai Lenoir", "45500 Gien")),
    case_number="C7-2026-00087",
    procedure_title="Occuper le domaine public",
    received_at=AT,
    made_at=AT,
    mentions=(
        _said("received_on", "CRPA R112-11-1, 1°", "Votre envoi a été reçu le 3 novembre 2026."),
        _said("service", "CRPA R112-11-1, 2°", "Service Domaine public (02 61 91 45 12)."),
        _said("silence", "CRPA R112-11-1, 3°", "Elle peut donner lieu à un rejet implicite."),
        _said("silence_date", "CRPA L231-4", "Elle sera réputée rejetée le 4 janvier 2027."),
        _said("appeal", "CJA R421-2", "Vous pouvez saisir le tribunal dans les deux mois."),
    ),
    follow_url="https://parvis.example/demandes/41f0",
    summary=(("Lieu", "Place de la Victoire"), ("Surface", "18,5 m²")),
    files=(FileListed("Plan côté", "plan-terrasse.pdf", 812_345),),
    key_dates=(KeyDate(date(2027, 1, 3), "Dernier jour pour vous répondre.", "CRPA L231-4"),),
)
