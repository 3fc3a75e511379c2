"""What a download says of itself."""

import pytest

from services.documents.downloads import Range, content_disposition, requested_range


class TestTheNameOfADownload:
    def test_is_given_in_ascii_and_in_full(self) -> None:
        header = content_disposition("Plan côté n°2.pdf", "application/pdf")

        assert header == (
            'attachment; filename="Plan cote n2.pdf"; '
            "filename*=UTF-8''Plan%20c%C3%B4t%C3%A9%20n%C2%B02.pdf"
        )

    @pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nSet-Cookie: x.pdf", "../../etc/passwd", ""])
    def test_cannot_break_out_of_its_header(self, name: str) -> None:
        header = content_disposition(name, "application/pdf")

        assert "\r" not in header
        assert "\n" not in header
        assert header.count('"') == 2
        assert "/" not in header.replace("UTF-8''", "")

    def test_has_the_extension_of_what_it_is(self) -> None:
        assert 'filename="plan.pdf"' in content_disposition("plan", "application/pdf")
        assert 'filename="plan.docx.pdf"' in content_disposition("plan.docx", "application/pdf")

    def test_is_shown_in_the_browser_only_for_harmless_types(self) -> None:
        odt = "application/vnd.oasis.opendocument.text"

        assert content_disposition("a.pdf", "application/pdf", inline=True).startswith("inline")
        assert content_disposition("a.odt", odt, inline=True).startswith("attachment")


class TestARange:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (None, None),
            ("bytes=0-99", Range(0, 99)),
            ("bytes=900-", Range(900, 999)),
            ("bytes=900-5000", Range(900, 999)),
            ("bytes=-10", Range(990, 999)),
            ("bytes=-5000", Range(0, 999)),
            ("bytes=0-1,5-6", None),
            ("lines=0-1", None),
            ("bytes=5-1", None),
        ],
    )
    def test_is_read_as_the_standard_says(self, header: str | None, expected: Range | None) -> None:
        assert requested_range(header, 1000) == expected

    @pytest.mark.parametrize("header", ["bytes=1000-", "bytes=-0"])
    def test_beyond_the_end_is_refused(self, header: str) -> None:
        with pytest.raises(ValueError, match="range"):
            requested_range(header, 1000)
