"""Reading a page as somebody without JavaScript does."""

import pytest

from services.standalone.playing.pages import Page, read

TEXT = """
<title>Demande – Gien</title>
<h1>Occuper <b>le domaine</b> public</h1>
<a href="/c/gien/start">Commencer</a>
<form method="post" action="/send" enctype="multipart/form-data">
  <input type="hidden" name="csrf" value="t">
  <input type="text" name="street" value="12 rue Gambetta">
  <input type="radio" name="usage" value="moving" checked>
  <input type="radio" name="usage" value="skip">
  <input type="checkbox" name="statement" value="accurate">
  <select name="day"><option value="1">un</option><option value="2" selected>deux</option></select>
  <textarea name="details">au fond
de l’impasse</textarea>
  <input type="file" name="plan">
  <p class="pv-error">Indiquez <span>le premier jour</span></p>
  <button name="go" value="on">Continuer</button>
</form>
"""


@pytest.fixture
def page() -> Page:
    return read("http://127.0.0.1/c/gien", 200, TEXT)


class TestAPage:
    def test_is_known_by_its_title_and_heading(self, page: Page) -> None:
        assert (page.title, page.heading) == ("Demande – Gien", "Occuper le domaine public")

    def test_says_what_is_wrong(self, page: Page) -> None:
        assert page.errors == ["Indiquez le premier jour"]

    def test_leads_on_or_says_where_it_does_not(self, page: Page) -> None:
        assert page.link("/start") == "/c/gien/start"
        with pytest.raises(LookupError, match="no link to /nowhere"):
            page.link("/nowhere")


class TestItsForm:
    def test_holds_what_a_browser_would_send(self, page: Page) -> None:
        form = page.form("/send", asks="street")
        assert form.values == {
            "csrf": ["t"],
            "street": ["12 rue Gambetta"],
            "usage": ["moving"],
            "day": ["2"],
            "details": ["au fond\nde l’impasse"],
        }
        assert (form.method, form.multipart, form.files) == ("post", True, {"plan"})

    def test_offers_what_is_not_chosen_yet(self, page: Page) -> None:
        form = page.form()
        assert form.choices["statement"] == ["accurate"]
        assert form.buttons == [("go", "on")]

    def test_that_is_not_there_is_said(self, page: Page) -> None:
        with pytest.raises(LookupError, match="no form"):
            page.form("/elsewhere")
