"""A page as somebody without JavaScript meets it: its text, its links, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """A form with the values it already holds; `choices` are those offered but not chosen."""

    action: str
    method: str
    multipart: bool
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def asks(self, name: str) -> bool:
        """Whether there is an input of this name."""
        return name in self.names


@dataclass(slots=True)
class Page:
    """What a GET or a POST answered, redirections followed."""

    address: str
    status: int
    title: str = ""
    heading: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def link(self, part: str) -> str:
        """The first address that contains `part`. Raises LookupError."""
        for address, _text in self.links:
            if part in address:
                return address
        raise LookupError(f"no link to {part} on {self.address} ({self.heading})")

    def form(self, part: str = "", *, asks: str = "") -> Form:
        """The first form whose action contains `part` and that asks for `asks`."""
        for each in self.forms:
            if part in each.action and (not asks or each.asks(asks)):
                return each
        raise LookupError(f"no form {part} {asks} on {self.address} ({self.heading})")


def read(address: str, status: int, text: str) -> Page:
    """The page at `address`."""
    reader = _Reader(Page(address, status))
    reader.feed(text)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""
        self._said: list[str] | None = None
        self._within = ""
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open_form(given)
        elif tag == "a" and "href" in given:
            self._href = given["href"]
            self.page.links.append((given["href"], ""))
        elif tag in {"h1", "title"} or "pv-error" in given.get("class", "").split():
            self._within, self._said = tag, []
        elif self._form is not None:
            self._input(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = ""
        elif self._said is not None and tag == self._within:
            said = " ".join("".join(self._said).split())
            self._tell(tag, said)
            self._said = None

    def handle_data(self, data: str) -> None:
        if self._said is not None:
            self._said.append(data)
        if self._textarea and self._form is not None:
            self._form.values[self._textarea][0] += data

    def _tell(self, tag: str, said: str) -> None:
        if tag == "h1":
            self.page.heading = self.page.heading or said
        elif tag == "title":
            self.page.title = said
        else:
            self.page.errors.append(said)

    def _open_form(self, given: dict[str, str]) -> None:
        multipart = given.get("enctype") == "multipart/form-data"
        action = given.get("action") or self.page.address
        self._form = Form(action, given.get("method", "get").lower(), multipart)
        self.page.forms.append(self._form)

    def _input(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        form, name, value = self._form, given.get("name", ""), given.get("value", "")
        if tag == "option" and self._select:
            self._offer(self._select, value, chosen="selected" in given)
        if not name:
            return
        form.names.add(name)
        if tag == "button":
            form.buttons.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = [""]
        elif tag == "input":
            self._typed(name, value, given)

    def _typed(self, name: str, value: str, given: dict[str, str]) -> None:
        assert self._form is not None
        kind = given.get("type", "text")
        if kind == "file":
            self._form.files.add(name)
        elif kind in {"checkbox", "radio"}:
            self._offer(name, value or "on", chosen="checked" in given)
        elif kind not in {"submit", "button", "image"}:
            self._form.values.setdefault(name, []).append(value)

    def _offer(self, name: str, value: str, *, chosen: bool) -> None:
        assert self._form is not None
        self._form.choices.setdefault(name, []).append(value)
        if chosen:
            self._form.values.setdefault(name, []).append(value)
