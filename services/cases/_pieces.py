"""Pieces of a procedure, as the case was filed under it."""

from collections.abc import Iterable

from services.cases.contracts import FiledUnder


def any_indispensable(under: FiledUnder, pieces: Iterable[str]) -> bool:
    """Whether one of `pieces` may stop the clock; one that the procedure does not know may not."""
    known = (under.procedure.piece(piece) for piece in pieces)
    return any(piece is not None and piece.indispensable for piece in known)
