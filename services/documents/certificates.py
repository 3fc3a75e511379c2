"""The specimen seal: a self-signed certificate for demonstrations and tests.

In production the tenant's seal (eIDAS, RGS) is named by `PARVIS_SEAL_CERTIFICATE` and
`PARVIS_SEAL_KEY`. A specimen says so in its name, and every letter it seals says so too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SPECIMEN = "SPECIMEN"
VALID_FOR = timedelta(days=3650)
CERTIFICATE, KEY = "seal.pem", "seal.key"


@dataclass(frozen=True, slots=True)
class SealFiles:
    """Where the certificate and its key lie, in PEM."""

    certificate: Path
    key: Path


def specimen_certificate(folder: Path, *, at: datetime) -> SealFiles:
    """The specimen seal kept in `folder`, made at `at` when it is not there."""
    files = SealFiles(folder / CERTIFICATE, folder / KEY)
    if files.certificate.exists() and files.key.exists():
        return files
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    files.key.touch(mode=0o600)
    files.key.write_bytes(private)
    files.certificate.write_bytes(_self_signed(key, at).public_bytes(serialization.Encoding.PEM))
    return files


def _self_signed(key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Parvis"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{SPECIMEN} Cachet sans valeur"),
        ]
    )
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_for_seals(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def _for_seals() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def is_specimen(certificate: bytes) -> bool:
    """Whether a PEM certificate is a specimen."""
    subject = x509.load_pem_x509_certificate(certificate).subject
    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return any(str(name.value).startswith(SPECIMEN) for name in names)
