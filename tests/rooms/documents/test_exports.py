"""Names in an export: whatever was sent, they open anywhere and leave no folder."""

import pytest

from services.documents.exports import entry_name


class TestANameInAnExport:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("../../etc/passwd", "pieces/passwd"),
            ("..\\..\\plan.pdf", "pieces/plan.pdf"),
            ("C:\\a:b.pdf", "pieces/a_b.pdf"),
            ("..", "pieces/fichier"),
        ],
    )
    def test_has_no_path_of_its_own(self, sent: str, kept: str) -> None:
        assert entry_name("pieces", sent, set()) == kept

    def test_is_numbered_when_taken(self) -> None:
        taken: set[str] = set()
        names = [entry_name("pieces", name, taken) for name in ("plan.pdf", "Plan.pdf", "plan.pdf")]
        assert names == ["pieces/plan.pdf", "pieces/Plan-2.pdf", "pieces/plan-3.pdf"]
