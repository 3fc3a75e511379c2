"""What a page says again and again is drawn once, in the reader's language, escaped."""

from pathlib import Path

import pytest

from services.foundation.i18n import using_language
from services.foundation.settings import settings
from services.web.backoffice.worklist_view import Due
from services.web.shared.assets import Assets
from services.web.shared.pages import Pages, environment


@pytest.fixture(scope="module")
def assets() -> Assets:
    vendor: Path = settings().vendor_dir
    return Assets(vendor)


class TestAPhrase:
    def test_is_in_the_language_of_each_reader(self, assets: Assets) -> None:
        page = environment(assets).from_string('{{ _("Pièces") }}')
        said = []
        for language in ("fr", "en", "fr"):
            with using_language(language):  # type: ignore[arg-type]
                said.append(page.render())
        assert said == ["Pièces", "Documents", "Pièces"]

    def test_escapes_what_is_put_into_it(self, assets: Assets) -> None:
        page = environment(assets).from_string('{{ _("Version %(number)s", number=number) }}')
        assert page.render(number="<b>") == "Version &lt;b&gt;"


class TestACellThatIsKept:
    def test_is_drawn_once_for_equal_values(self, assets: Assets) -> None:
        draw = Pages(assets).kept("backoffice/due.html", "due")
        first, again = draw(Due("late", "3 nov.", "hier")), draw(Due("late", "3 nov.", "hier"))
        assert first is again
        assert "<b>3 nov.</b> hier" in first
        assert draw(Due("late", "4 nov.", "hier")) != first

    def test_is_escaped(self, assets: Assets) -> None:
        drawn = Pages(assets).kept("backoffice/due.html", "due")(Due("", "<i>", then="a & b"))
        assert "&lt;i&gt;" in drawn
        assert "a &amp; b" in drawn
