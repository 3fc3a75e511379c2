"""The number of a planning file (C. urb. A423-1 to A423-3)."""

import pytest

from services.law.errors import FactError
from services.law.numbering import modified, planning_number, read_number, transferred

NUMBERS = [
    ("PC", "44109", 2026, 42, "A", "PC 044109 26 A0042", "A423-1, the example"),
    ("DP", "45155", 2026, 1, "0", "DP 045155 26 00001", "Gien"),
    ("PCMI", "45155", 2026, 7, "0", "PC 045155 26 00007", "a house permit is a PC"),
    ("PA", "01004", 2030, 9999, "Z", "PA 001004 30 Z9999", "Ain"),
    ("PD", "2A004", 2026, 3, "1", "PD 02A004 26 10003", "Corse-du-Sud"),
    ("DP", "97411", 2026, 12, "0", "DP 974411 26 00012", "La Réunion"),
    ("DP", "2B033", 2009, 12, "0", "DP 02B033 09 00012", "Haute-Corse"),
]


@pytest.mark.parametrize(("nature", "insee", "year", "rank", "service", "number", "why"), NUMBERS)
def test_a_number_is_written_and_read_back(
    nature: str, insee: str, year: int, rank: int, service: str, number: str, why: str
) -> None:
    made = planning_number(nature, insee, year, rank, service=service)
    assert str(made) == number, why
    assert len(made.compact) == 15
    assert read_number(number) == made
    assert read_number(made.compact.lower()) == made


def test_changes_and_transfers_bear_a_suffix() -> None:
    made = planning_number("PC", "44109", 2026, 42, service="A")
    assert str(modified(made, 1)) == "PC 044109 26 A0042 m01"
    assert str(transferred(made, 12)) == "PC 044109 26 A0042 t12"
    assert read_number("PC 044109 26 A0042 M01") == modified(made, 1)
    assert read_number("PC04410926A0042T12") == transferred(made, 12)


NATURE = "« CU » n’est pas l’un de : DP, PC, PCMI, PA, PD"
SERVICE = "un chiffre ou une lettre majuscule est attendu"
BAD = [
    ("CU", "45155", 1, "0", "nature", NATURE),
    ("DP", "4515", 1, "0", "insee", "« 4515 » n’est pas un code INSEE de commune"),
    ("DP", "451550", 1, "0", "insee", "« 451550 » n’est pas un code INSEE de commune"),
    ("DP", "A5155", 1, "0", "insee", "« A5155 » n’est pas un code INSEE de commune"),
    ("DP", "45A55", 1, "0", "insee", "« 45A55 » n’est pas un code INSEE de commune"),
    ("DP", "451A5", 1, "0", "insee", "« 451A5 » n’est pas un code INSEE de commune"),
    ("DP", "45155", 0, "0", "sequence", "de 1 à 9999"),
    ("DP", "45155", 10000, "0", "sequence", "de 1 à 9999"),
    ("DP", "45155", 1, "a", "service", SERVICE),
    ("DP", "45155", 1, "", "service", SERVICE),
    ("DP", "45155", 1, "AA", "service", SERVICE),
]


@pytest.mark.parametrize(("nature", "insee", "rank", "service", "field", "message"), BAD)
def test_what_cannot_be_a_number_is_named(
    nature: str, insee: str, rank: int, service: str, field: str, message: str
) -> None:
    with pytest.raises(FactError) as refused:
        planning_number(nature, insee, 2026, rank, service=service)
    assert (refused.value.field, refused.value.message) == (field, message)


@pytest.mark.parametrize("rank", [0, 100])
def test_a_suffix_has_two_digits(rank: int) -> None:
    made = planning_number("PC", "44109", 2026, 42)
    with pytest.raises(FactError) as refused:
        modified(made, rank)
    assert (refused.value.field, refused.value.message) == ("rank", "de 1 à 99")
    assert modified(made, 99).suffix == "m99"


@pytest.mark.parametrize(
    "text", ["", "PC 044109 26", "CU 044109 26 A0042", "PC 044109 26 A0042 x01"]
)
def test_what_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(FactError) as refused:
        read_number(text)
    message = f"« {text} » n’est pas un numéro de dossier (A423-1)"
    assert (refused.value.field, refused.value.message) == ("number", message)
