"""Papers that may not be asked for (CRPA L113-12, R113-5 to R113-10)."""

import re
from collections.abc import Iterator

from services.forms.contracts import Piece, Procedure
from services.procedures._rules import Finding

DOMICILE = re.compile(r"(justificatif|preuve|attestation)s? de (domicile|residence)")
"""R113-8: the closed list for which a proof may be asked is cited by the piece's legal basis."""
CERTIFIED = re.compile(r"(copies?|photocopies?) (certifiees?|conformes?)|certifiee?s? conformes?")
HELD_ELSEWHERE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"avis d.imp(ot|osition)|revenu fiscal"), "la DGFiP"),
    (re.compile(r"quotient familial|attestation (de la )?(caf|msa)"), "la CAF ou la MSA"),
    (re.compile(r"extrait k ?bis|inscription au (rcs|rne)"), "le registre national (INPI)"),
    (re.compile(r"attestation (de )?(paiement|droits).*france travail"), "France Travail"),
    (re.compile(r"acte de naissance"), "les officiers de l’état civil (COMEDEC)"),
    (re.compile(r"certificat de scolarite"), "l’Éducation nationale"),
)
_FOLDED = str.maketrans("àâäéèêëîïôöùûüç’", "aaaeeeeiioouuuc'")


def complaints_about_papers(procedure: Procedure) -> Iterator[Finding]:
    """A finding for each piece that the law forbids to ask, as it is asked."""
    for index, piece in enumerate(procedure.pieces):
        yield from _about(piece, ("pieces", index, "label"))


def _about(piece: Piece, path: tuple[str | int, ...]) -> Iterator[Finding]:
    asked = folded(piece.label.fr)
    if DOMICILE.search(asked) and "R113-8" not in piece.legal_basis:
        yield Finding(
            path,
            "proof_of_domicile",
            f"`{piece.id}`: a proof of domicile may be asked for only where the closed list "
            "allows it; cite R113-8 in `legal_basis`, or let the person declare her address",
            "CRPA R113-8",
        )
    if CERTIFIED.search(asked):
        yield Finding(
            path,
            "certified_copy",
            f"`{piece.id}`: certified copies may not be asked for; a plain photocopy will do",
            "CRPA R113-10",
        )
    # A text of its own may allow it, or the holder may be out of reach: the basis then says so.
    for pattern, holder in HELD_ELSEWHERE:
        if pattern.search(asked) and "L113-12" not in piece.legal_basis:
            yield Finding(
                path,
                "held_elsewhere",
                f"`{piece.id}`: {holder} holds this; obtain it there, or cite L113-12 in "
                "`legal_basis` with the reason why it cannot be obtained",
                "CRPA L113-12",
            )


def folded(text: str) -> str:
    """Lower case without accents, to compare words."""
    return text.lower().translate(_FOLDED)
