"""Papers that may not be asked for (CRPA L113-12, R113-5 to R113-10)."""

import re
from collections.abc import Iterator

from services.forms.contracts import Procedure
from services.forms.fields.files import FilesField
from services.forms.fields.group import GroupField
from services.foundation.i18n import Text
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


Path = tuple[str | int, ...]


def complaints_about_papers(procedure: Procedure) -> Iterator[Finding]:
    """A finding for each paper that the law forbids to ask, as it is asked."""
    for index, piece in enumerate(procedure.pieces):
        yield from _about(piece.id, piece.label, piece.legal_basis, ("pieces", index, "label"))
    bases = {piece.id: piece.legal_basis for piece in procedure.pieces}
    for field, path in _files_asked(procedure):
        yield from _about(field.id, field.label, bases.get(field.piece or "", ""), path)


def _files_asked(procedure: Procedure) -> Iterator[tuple[FilesField, Path]]:
    """The files that the pages ask for; those of a group are placed at the group."""
    for number, page in enumerate(procedure.pages):
        for index, field in enumerate(page.fields):
            path = ("pages", number, "fields", index, "label")
            inside = field.fields if isinstance(field, GroupField) else (field,)
            yield from ((each, path) for each in inside if isinstance(each, FilesField))


def _about(name: str, label: Text, basis: str, path: Path) -> Iterator[Finding]:
    asked = folded(label.fr)
    if DOMICILE.search(asked) and "R113-8" not in basis:
        yield Finding(
            path,
            "proof_of_domicile",
            f"`{name}`: a proof of domicile may be asked for only where the closed list "
            "allows it; cite R113-8 in `legal_basis`, or let the person declare her address",
            "CRPA R113-8",
        )
    if CERTIFIED.search(asked):
        yield Finding(
            path,
            "certified_copy",
            f"`{name}`: certified copies may not be asked for; a plain photocopy will do",
            "CRPA R113-10",
        )
    # A text of its own may allow it, or the holder may be out of reach: the basis then says so.
    for pattern, holder in HELD_ELSEWHERE:
        if pattern.search(asked) and "L113-12" not in basis:
            yield Finding(
                path,
                "held_elsewhere",
                f"`{name}`: {holder} holds this; obtain it there, or cite L113-12 in "
                "`legal_basis` with the reason why it cannot be obtained",
                "CRPA L113-12",
            )


def folded(text: str) -> str:
    """Lower case without accents, to compare words."""
    return text.lower().translate(_FOLDED)
