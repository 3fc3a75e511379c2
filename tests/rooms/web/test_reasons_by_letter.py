"""A request for reasons that came by letter: its page, and the scanned letter (L232-4)."""

import pytest

from services.documents.store import ObjectStore
from tests.rooms.web.conftest import TODAY, fields_of
from tests.rooms.web.test_reasons import Refused, refused, words

__all__ = ["refused"]
RECEIVED = f"{TODAY:%d/%m/%Y}"
PDF = b"%PDF-1.7\nMadame le Maire, je vous prie de me dire pourquoi."


async def record(refused: Refused, *, day: str = RECEIVED, scan: bytes | None = None, **more: str):
    page = await refused.camille.get(f"{refused.at_work}/record_reasons_asked")
    assert 'enctype="multipart/form-data"' in page.text
    data = {**fields_of(page), "received_on": day, **more}
    files = {"scan": ("demande.pdf", scan, "application/pdf")} if scan is not None else None
    return await refused.camille.post(
        f"{refused.at_work}/record_reasons_asked", data=data, files=files
    )


class TestTheAgent:
    async def test_records_the_day_and_the_reasons_are_owed(self, refused: Refused) -> None:
        done = await record(refused)
        assert done.headers["location"] == f"{refused.at_work}?done=record_reasons_asked"
        seen = words(await refused.camille.get(done.headers["location"]))
        assert "La demande est enregistrée : les motifs sont dus." in seen
        assert "Demande de motifs enregistrée" in seen
        assert "les motifs sont dus au plus tard le" in seen
        hers = words(await refused.nadia.get(refused.hers))
        assert "Nous avons reçu votre demande de connaître les motifs" in hers
        assert "Motifs en préparation" in hers

    async def test_keeps_the_scanned_letter_which_both_may_read(self, refused: Refused) -> None:
        await record(refused, scan=PDF)
        seen = words(await refused.camille.get(refused.at_work))
        assert "Lettre de demande de motifs" in seen
        file = await refused.file.seen(f"{TODAY:%Y-%m-%d}")
        [kept] = file.attachments
        for browser, base in ((refused.camille, refused.at_work), (refused.nadia, refused.hers)):
            assert (await browser.get(f"{base}/files/{kept.id}")).content == PDF

    async def test_is_told_beside_the_file_why_it_is_refused(self, refused: Refused) -> None:
        answer = await record(refused, scan=b"MZ\x90\x00 a programme")
        assert answer.status_code == 415
        assert "scan-erreur" in answer.text
        assert f'value="{RECEIVED}"' in answer.text
        assert (await refused.file.seen(f"{TODAY:%Y-%m-%d}")).attachments == ()

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("", "Indiquez un jour, par exemple"),
            ("31/02/2026", "Indiquez un jour qui existe"),
            ("20/01/2026", "pas encore refusée ce jour-là"),
        ],
    )
    async def test_is_told_beside_the_day_and_no_file_stays(
        self, refused: Refused, store: ObjectStore, day: str, why: str
    ) -> None:
        before = await kept_in(store, refused)
        answer = await record(refused, day=day, scan=PDF)
        assert answer.status_code == 422
        assert why in words(answer)
        assert "Choisissez à nouveau le fichier" in words(answer)
        assert await kept_in(store, refused) == before
        assert (await refused.file.seen(f"{TODAY:%Y-%m-%d}")).attachments == ()

    async def test_sends_no_file_without_the_token_of_her_form(self, refused: Refused) -> None:
        answer = await record(refused, scan=PDF, csrf="forged")
        assert answer.status_code in {400, 403, 409}
        assert (await refused.file.seen(f"{TODAY:%Y-%m-%d}")).attachments == ()


async def kept_in(store: ObjectStore, refused: Refused) -> set[str]:
    """The keys of the objects that S3 holds for the collectivity."""
    client = store.bucket._client
    listed = client.list_objects_v2(Bucket=store.bucket.name, Prefix=str(refused.file.gien.id))
    return {each["Key"] for each in listed.get("Contents", ())}
