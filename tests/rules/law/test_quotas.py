"""Temporary drinking places (CSP L3334-2, L3335-4)."""

from typing import Any

import pytest

from services.law.quotas import refused_beyond

ROWS = [
    ("association", 0, False, "L3334-2"),
    ("association", 4, False, "L3334-2: the fifth"),
    ("association", 5, True, "L3334-2: the sixth"),
    ("approved_sport_association", 9, False, "L3335-4: the tenth"),
    ("approved_sport_association", 10, True, "L3335-4: the eleventh"),
    ("agricultural_event", 1, False, "L3335-4: the second"),
    ("agricultural_event", 2, True, "L3335-4: the third"),
]


@pytest.mark.parametrize(("opener", "already", "refused", "article"), ROWS)
def test_one_more(opener: Any, already: int, refused: bool, article: str) -> None:
    why = refused_beyond(opener, year=2027, already=already)
    assert (why is not None) is refused, article
    if why is not None:
        assert str(already) in why.fr
        assert "pour 2027" in why.fr
        assert article.partition(":")[0] in why.en
