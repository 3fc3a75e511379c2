"""Papers that the law forbids to ask for, found in a definition where they are written.

R113-8   a declared domicile needs no proof, but for a closed list of procedures
R113-10  a photocopy of an administration's document need not be certified
L113-12  what an administration holds or can obtain is not asked from the person; L114-10
         lets it be asked where its nature or a technical impossibility prevents that
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.foundation.definitions import Block

DOMICILE_MAY_BE_PROVED_FOR: Mapping[str, str] = {
    "nationality_certificate": "certificat de nationalité française",
    "identity_document": "titre d’identité",
    "travel_document": "titre de voyage",
    "residence_permit": "titre de séjour",
    "vehicle_registration": "certificat d’immatriculation d’un véhicule",
    "hosting_certificate": "attestation d’accueil",
    "electoral_roll": "inscription volontaire sur les listes électorales",
    "consular_register": "fichiers d’immatriculation consulaire",
    "school_enrolment": "inscription dans un établissement scolaire",
    "higher_education": "inscription dans un établissement d’enseignement supérieur",
}
"""The closed list of CRPA R113-8, as in force in 2026."""

DOMICILE = re.compile(
    r"(justificatif|preuve|attestation)s?\s+(de\s+|du\s+|d'|d'un\s+)(votre\s+)?"
    r"(domicile|residence|adresse)"
    r"|quittances?\s+de\s+loyer|facture.{0,30}(electricite|gaz|eau|telephone)"
)
CERTIFIED = re.compile(r"certifie(e|s|es)?\s+conformes?|legalise(e|s|es)?\b")
HELD_ELSEWHERE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"avis\s+d'imp|revenu\s+fiscal"), "the tax administration (DGFiP)"),
    (re.compile(r"quotient\s+familial|attestation.{0,20}\b(caf|msa)\b"), "the CAF or the MSA"),
    (re.compile(r"\bk\s?bis\b|extrait.{0,20}\b(rcs|rne|sirene)\b"), "the register of companies"),
    (re.compile(r"attestation.{0,30}france travail"), "France Travail"),
    (re.compile(r"certificat\s+de\s+scolarite"), "the ministry of education"),
    (re.compile(r"acte\s+de\s+(naissance|mariage|deces)"), "the registrars (COMEDEC)"),
)
DENIED = re.compile(r"\b(ne|n'|aucune?|sans|ni)\b|\bn'")
ACCENTS = str.maketrans("àâäéèêëîïôöùûüç’\u00a0\u202f", "aaaeeeeiioouuuc'  ")


@dataclass(frozen=True, slots=True)
class Finding:
    """A paper that may not be asked for: where it is asked, by what article, what to do."""

    file: str
    line: int
    piece: str
    article: str
    message: str


def findings(definition: Block) -> tuple[Finding, ...]:
    """Every paper of a definition that the law forbids to ask for, in its order."""
    pieces = (found for piece in definition.blocks("pieces") for found in _in_piece(piece))
    files = (found for field in _files(definition) for found in _in_question(field))
    return (*pieces, *files)


def _in_piece(piece: Block) -> Iterator[Finding]:
    basis = piece.maybe_string("legal_basis") or ""
    purpose = piece.get("domicile_for")
    accepted = [french(item, "label") for item in piece.blocks("accepts_any_of")]
    asked = [french(piece, "label"), *accepted, *_affirmed(french(piece, "hint"))]
    listed = purpose in DOMICILE_MAY_BE_PROVED_FOR and "R113-8" in basis
    if not listed and any(DOMICILE.search(text) for text in asked):
        yield _domicile(piece)
    if any(CERTIFIED.search(text) for text in asked):
        yield _certified(piece)
    for pattern, holder in HELD_ELSEWHERE:
        excused = "L113-12" in basis or "L114-10" in basis
        # What is accepted instead of another paper is offered, not asked for.
        if not excused and pattern.search(asked[0]):
            yield _held(piece, holder)


def _in_question(field: Block) -> Iterator[Finding]:
    """A question that takes files for no piece could ask for anything."""
    text = french(field, "label")
    if DOMICILE.search(text):
        yield _domicile(field)
    if CERTIFIED.search(text):
        yield _certified(field)
    for pattern, holder in HELD_ELSEWHERE:
        if pattern.search(text):
            yield _held(field, holder)


def _domicile(block: Block) -> Finding:
    return _finding(
        block,
        "CRPA R113-8",
        "a declared domicile needs no proof; where the closed list allows one, say which case with "
        "`domicile_for` and cite R113-8 in `legal_basis`",
    )


def _certified(block: Block) -> Finding:
    message = "a certified copy may not be asked for; a plain photocopy will do"
    return _finding(block, "CRPA R113-10", message)


def _held(block: Block, holder: str) -> Finding:
    return _finding(
        block,
        "CRPA L113-12",
        f"{holder} holds this; obtain it there, or cite L114-10 in `legal_basis` where its nature "
        "or a technical impossibility prevents it",
    )


def _finding(block: Block, article: str, message: str) -> Finding:
    line = block.lines.get("label", block.line)
    return Finding(block.file, line, str(block.get("id", "")), article, message)


def french(block: Block, key: str) -> str:
    """A French text in lower case without accents; blank when it is not written."""
    text = block.get(key)
    said = text.get("fr") if isinstance(text, Block) else None
    return said.lower().translate(ACCENTS) if isinstance(said, str) else ""


def _affirmed(text: str) -> list[str]:
    """The sentences that do not say what is *not* asked."""
    return [part for part in re.split(r"[.;!?]", text) if not DENIED.search(part)]


def _files(definition: Block) -> Iterator[Block]:
    waiting = [field for page in definition.blocks("pages") for field in page.blocks("fields")]
    while waiting:
        field = waiting.pop(0)
        waiting = [*field.blocks("fields"), *waiting]
        if field.get("kind") == "files" and not field.has("piece"):
            yield field
