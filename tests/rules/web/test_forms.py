"""What a form posts, and what a page makes of it."""

from dataclasses import dataclass

import pytest

from services.web.portal.rows import Rows
from services.web.shared.envelope import preferred
from services.web.shared.errors import UnreadableForm
from services.web.shared.form import as_uuid, parse
from services.web.shared.visit import own_path
from services.web.shared.words import read_day


class TestAPostedForm:
    def test_keeps_every_value_in_order(self) -> None:
        form = parse(b"a=1&b=&a=%C3%A9+2")
        assert form.all("a") == ["1", "é 2"]
        assert form.one("b") == ""
        assert form.one("c", "none") == "none"
        assert "b" in form
        assert "c" not in form

    @pytest.mark.parametrize("body", [b"a=%ff", b"\xff\xfe", b"&".join([b"a=1"] * 2100)])
    def test_that_cannot_be_read_is_refused(self, body: bytes) -> None:
        with pytest.raises(UnreadableForm):
            parse(body)

    def test_carries_identifiers_or_nothing(self) -> None:
        assert as_uuid("7f60b16a-ca9d-47c2-85ea-051149498574") is not None
        assert as_uuid("nothing") is None


class TestGoingBack:
    @pytest.mark.parametrize("path", ["/", "/requests?after=1", "/c/gien/drafts"])
    def test_stays_on_this_site(self, path: str) -> None:
        assert own_path(path) == path

    @pytest.mark.parametrize(
        "path", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere", "x", "/a\nb"]
    )
    def test_never_leads_elsewhere(self, path: str) -> None:
        assert own_path(path) == "/"


class TestTheLanguage:
    @pytest.mark.parametrize(
        ("accepted", "spoken"),
        [
            ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
            ("en-GB,en;q=0.9", "en"),
            ("de,en;q=0.5", "en"),
            ("de", "fr"),
            ("", "fr"),
        ],
    )
    def test_is_the_first_that_pages_exist_in(self, accepted: str, spoken: str) -> None:
        assert preferred(accepted) == spoken


@dataclass
class Group:
    """As much of a repeated question as rows need."""

    min_rows: int = 1
    max_rows: int = 3


class TestRows:
    def test_are_those_typed_and_one_more_when_asked(self) -> None:
        raw = {"rows[0].a": ["x"], "rows[1].a": ["y"]}
        assert Rows().count(Group(), "rows", raw) == 2  # type: ignore[arg-type]
        assert Rows(more="rows").count(Group(), "rows", raw) == 3  # type: ignore[arg-type]
        assert Rows(more="rows").count(Group(max_rows=2), "rows", raw) == 2  # type: ignore[arg-type]
        assert Rows().count(Group(), "rows", {}) == 1  # type: ignore[arg-type]

    def test_move_up_when_one_is_taken_away(self) -> None:
        raw = {"rows[0].a": ["x"], "rows[1].a": ["y"], "rows[2].a": ["z"], "other": ["o"]}
        assert Rows.without(raw, "rows[1]") == {
            "rows[0].a": ["x"],
            "rows[1].a": ["z"],
            "other": ["o"],
        }


class TestADayTyped:
    @pytest.mark.parametrize("word", ["14/03/2027", "2027-03-14"])
    def test_is_read_both_ways(self, word: str) -> None:
        found = read_day(word)
        assert found is not None
        assert found.isoformat() == "2027-03-14"

    @pytest.mark.parametrize("word", ["31/02/2027", "demain", "14/03", ""])
    def test_is_nothing_when_it_is_no_day(self, word: str) -> None:
        assert read_day(word) is None
