"""How names are compared and how a search is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.territory._rules import compact, normalise, read_search, terms


class TestNormalise:
    @pytest.mark.parametrize(
        ("typed", "official"),
        [
            ("SAINT ETIENNE", "Saint-Étienne"),
            ("st-étienne", "Saint-Étienne"),
            ("ste marie aux mines", "Sainte-Marie-aux-Mines"),
            ("st. denis", "Saint-Denis"),
            ("l'hay les roses", "L’Haÿ-les-Roses"),
            ("oeuf en ternois", "Œuf-en-Ternois"),
            ("Chatillon s/ Loire", "Châtillon-sur-Loire"),
            ("Aire s/la Lys", "Aire-sur-la-Lys"),
            ("  Gien  ", "Gien"),
            ("Stes Maries de la Mer", "Saintes-Maries-de-la-Mer"),
        ],
    )
    def test_finds_the_same_words_however_it_is_typed(self, typed: str, official: str) -> None:
        assert normalise(typed) == normalise(official)

    def test_touches_saint_only_as_a_word(self) -> None:
        assert normalise("Stenay") == "stenay"
        assert normalise("Austerlitz") == "austerlitz"

    @given(st.text(max_size=60))
    def test_is_idempotent_and_speaks_only_letters_and_digits(self, text: str) -> None:
        once = normalise(text)
        assert normalise(once) == once
        assert all(letter.isascii() and (letter.isalnum() or letter == " ") for letter in once)
        assert once == once.strip()
        assert "  " not in once

    @given(st.text(alphabet="abcéèàçœÉSTt '’-", max_size=40))
    def test_ignores_case_and_the_choice_of_separators(self, text: str) -> None:
        assert normalise(text) == normalise(text.upper())
        assert normalise(text) == normalise(text.replace("-", " ").replace("’", "'"))


class TestTerms:
    def test_are_the_whole_name_and_its_full_words(self) -> None:
        assert {each.text: each.whole for each in terms("La Chapelle-sur-Loire")} == {
            "lachapellesurloire": True,
            "chapellesurloire": True,
            "loire": False,
        }

    @given(st.text(max_size=40))
    def test_start_with_the_whole_and_are_all_its_endings(self, name: str) -> None:
        whole = compact(normalise(name))
        found = terms(name)
        assert all(whole.endswith(each.text) for each in found)
        assert not whole or (found[0].text, found[0].whole) == (whole, True)


class TestReadSearch:
    @pytest.mark.parametrize(
        ("typed", "term", "code"),
        [
            ("Gien", "gien", None),
            ("45500", "", "45500"),
            ("2a004", "", "2A004"),
            ("gien (45500)", "gien", "45500"),
            ("Saint-Denis 974", "saintdenis", "974"),
            ("Paris 1er", "paris1er", None),
            (" - ", "", None),
        ],
    )
    def test_tells_names_from_codes(self, typed: str, term: str, code: str | None) -> None:
        search = read_search(typed)
        assert (search.term, search.code) == (term, code)

    @given(st.text(max_size=300))
    def test_never_fails(self, typed: str) -> None:
        search = read_search(typed)
        assert search.empty == (not search.term and search.code is None)
