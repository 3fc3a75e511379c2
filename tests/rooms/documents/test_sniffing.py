"""What a file is, whatever its name claims."""

import io
import zipfile

import pytest

from services.documents._sniffing import HEAD, safe_name, sniff
from services.documents.errors import DisguisedFile, TypeNotAccepted
from services.documents.uploads import ACCEPTED

PDF = frozenset({"application/pdf"})


def archive(*names: str, stored: str = "") -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        if stored:
            made.writestr("mimetype", stored)
        for name in names:
            made.writestr(name, "<x/>" * 50)
    return whole.getvalue()[:HEAD]


class TestAnOfficeFile:
    @pytest.mark.parametrize(
        ("head", "name", "expected"),
        [
            (
                archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
                "lettre.docx",
                "wordprocessingml.document",
            ),
            # Some exports list their contents last.
            (archive("word/numbering.xml", "word/document.xml"), "lettre.docx", "wordprocessing"),
            (archive("[Content_Types].xml", "xl/workbook.xml"), "budget.xlsx", "spreadsheetml"),
            (
                archive("content.xml", stored="application/vnd.oasis.opendocument.text"),
                "lettre.odt",
                "opendocument.text",
            ),
        ],
    )
    def test_is_recognised(self, head: bytes, name: str, expected: str) -> None:
        assert expected in sniff(head, name, ACCEPTED).media_type

    @pytest.mark.parametrize(
        "names", [("virus.exe",), ("word/document.xml", "run.exe"), ("[Content_Types].xml",)]
    )
    def test_is_not_any_archive(self, names: tuple[str, ...]) -> None:
        with pytest.raises(DisguisedFile) as refused:
            sniff(archive(*names), "lettre.docx", ACCEPTED)

        assert "une archive ZIP" in refused.value.sentence()


class TestAKindThatIsNotAskedFor:
    def test_is_refused_with_what_may_be_sent(self) -> None:
        with pytest.raises(TypeNotAccepted) as refused:
            sniff(b"\x89PNG\r\n\x1a\n", "plan.png", PDF)

        assert refused.value.sentence().endswith("Envoyez un document PDF.")

    def test_is_taken_by_its_content_when_its_name_claims_nothing(self) -> None:
        assert sniff(b"%PDF-1.4", "plan", PDF).media_type == "application/pdf"


class TestAName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\photos\\vue.jpg", "vue.jpg"),
            ("fac\u202etxt.pdf", "factxt.pdf"),
            ("a\x00b\r\n.pdf", "ab.pdf"),
            ("", "fichier"),
            ("...", "fichier"),
            ("e\u0301te\u0301.pdf", "été.pdf"),
        ],
    )
    def test_is_made_harmless(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept

    def test_is_cut_before_its_extension(self) -> None:
        assert safe_name("x" * 500 + ".pdf").endswith("x.pdf")
        assert len(safe_name("x" * 500 + ".pdf")) == 120
