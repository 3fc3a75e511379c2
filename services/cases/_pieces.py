"""Pieces of a procedure, as the case was filed under it."""

from collections.abc import Iterable

from services.cases.contracts import FiledUnder


def any_indispensable(under: FiledUnder, pieces: Iterable[str]) -> bool:
    """Whether one of `pieces` may stop the clock; one that the procedure does not know may not."""
    known = (under.procedure.piece(piece) for piece in pieces)
    return any(piece is not None and piece.indispensable for piece in known)


def any_known(under: FiledUnder, pieces: Iterable[str]) -> bool:
    """Whether the procedure asks for one of `pieces`: a planning form lists those of the code."""
    return any(under.procedure.piece(piece) is not None for piece in pieces)
