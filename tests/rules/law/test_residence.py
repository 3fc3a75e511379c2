"""Where a person lives, by her address, seen from who answers her (CJA R421-7)."""

import pytest

from services.law.residence import residence_of

ADDRESSES = [
    ("45500", "", "metropole", "metropole"),
    ("45500", "France", "metropole", "metropole"),
    ("67000", " FRANCE ", "alsace-moselle", "metropole"),
    ("97400", "", "metropole", "overseas"),
    ("97400", "La Réunion", "metropole", "overseas"),
    ("98800", "Nouvelle-Calédonie", "alsace-moselle", "overseas"),
    ("97400", "", "reunion", "metropole"),
    ("97110", "", "reunion", "overseas"),
    ("45500", "", "reunion", "overseas"),
    ("97421", "Allemagne", "metropole", "abroad"),
    ("98000", "Monaco", "metropole", "abroad"),
    ("1000", "Belgique", "reunion", "abroad"),
]


@pytest.mark.parametrize(("postcode", "country", "court", "residence"), ADDRESSES)
def test_is_told_by_the_address(postcode: str, country: str, court: str, residence: str) -> None:
    assert residence_of(postcode=postcode, country=country, court=court) == residence
