"""The seal of a collectivity on its letters: PAdES-B-B, over the bytes as they were drawn.

Integrity, not the legal basis: a decision notified through the portal stands by its author's name,
quality and service (L212-2 1°). Slow to load: only the documents worker imports this module.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.documents.certificates import SealFiles, is_specimen, specimen_certificate
from services.foundation.settings import ROOT, Settings

FIELD = "Cachet"
# Signed attributes and the signature itself, up to RSA-4096, in bytes.
AROUND_THE_CERTIFICATE = 2048
# Where the specimen lies when no seal was given.
SPECIMEN_FOLDER = ROOT / "var" / "seal"


class _SignerAt(PdfSigner):
    """pyHanko reads the system clock unless its session is told the time."""

    def __init__(
        self, metadata: PdfSignatureMetadata, *, signer: SimpleSigner, at: datetime
    ) -> None:
        super().__init__(metadata, signer=signer)
        self._at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


@dataclass(frozen=True, slots=True)
class Seal:
    """A certificate and its key, ready to use. `specimen` seals are said on the page."""

    signer: SimpleSigner
    specimen: bool
    # Hexadecimal digits kept for the seal in the file; told, pyHanko need not seal twice to know.
    room: int

    async def seal(self, pdf: bytes, *, authority: str, at: datetime) -> bytes:
        """`pdf` with the seal of `authority` after it; the original bytes are its beginning."""
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            name=authority,
            reason="Cachet de la collectivité",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        )
        signer = _SignerAt(metadata, signer=self.signer, at=at)
        sealed = await signer.async_sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=self.room
        )
        return bytes(sealed.getvalue())


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a sealed document says of itself. `intact` covers every byte of the file."""

    intact: bool
    signed_by: str


@cache
def load_seal(files: SealFiles) -> Seal:
    """The seal of these files. Raises `OSError` or `ValueError` when they cannot be read."""
    certificate = load_cert_from_pemder(files.certificate)  # type: ignore[no-untyped-call]
    signer = SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder(files.key, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    room = 2 * (len(certificate.dump()) + AROUND_THE_CERTIFICATE)
    return Seal(signer, is_specimen(files.certificate.read_bytes()), room)


def seal_for(settings: Settings, *, at: datetime) -> Seal:
    """The seal that the settings name; without one, a specimen made under `var/`."""
    if settings.seal_certificate is not None and settings.seal_key is not None:
        return load_seal(SealFiles(settings.seal_certificate, settings.seal_key))
    return load_seal(specimen_certificate(SPECIMEN_FOLDER, at=at))


async def check_seal(pdf: bytes, trusted: SealFiles) -> SealCheck:
    """Whether the last seal of `pdf` is that of `trusted` and covers the whole file."""
    certificate = load_cert_from_pemder(trusted.certificate)  # type: ignore[no-untyped-call]
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    try:
        seal = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
        status = await async_validate_pdf_signature(seal, context)
    except (IndexError, PdfError, SignatureValidationError, ValueError):
        return SealCheck(intact=False, signed_by="")
    intact = status.bottom_line and seal.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return SealCheck(intact, str(status.signing_cert.subject.human_friendly))
