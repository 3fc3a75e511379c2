"""Pages: Jinja with autoescape, where an unknown name is an error and not a blank."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from services.foundation import i18n
from services.web.shared import words
from services.web.shared.assets import Assets
from services.web.shared.typography import spaced

HERE = Path(__file__).parents[1]
CELLS_KEPT = 4096


def _phrase(sentence: str, **values: Any) -> Markup:
    phrase = _markup(sentence, i18n.current_language())
    return phrase % values if values else phrase


@lru_cache(maxsize=2048)
def _markup(sentence: str, _language: i18n.Language) -> Markup:
    return Markup(spaced(i18n._(sentence)))  # noqa: S704 - a phrase of ours, never an answer


def _phrases(singular: str, plural: str, number: int) -> str:
    return spaced(i18n.ngettext(singular, plural, number))


def _text(value: i18n.Text | str) -> str:
    """A text of a definition in the reader's language."""
    return spaced(str(value))


def environment(assets: Assets) -> Environment:
    """The templates of the three doors. Rows of screens live beside their Python."""
    jinja = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    jinja.install_gettext_callables(_phrase, _phrases, newstyle=True)  # type: ignore[attr-defined]
    # Jinja would look each phrase up again, forty times a page.
    jinja.globals.update(_=_phrase, gettext=_phrase)
    jinja.filters.update(
        day=words.day,
        weekday=words.weekday,
        short_day=words.short_day,
        iso=words.iso,
        instant=words.instant,
        short_instant=words.short_instant,
        size=words.size,
        money=words.money,
        siren=words.siren,
        text=_text,
    )
    jinja.globals.update(asset=assets.address, icons=assets.address("icons.svg"))
    return jinja


class Pages:
    """Renders a template with what every page needs besides its own values."""

    def __init__(self, assets: Assets) -> None:
        self._jinja = environment(assets)
        self._kept: dict[str, Callable[[Any], Markup]] = {}

    def render(self, template: str, values: dict[str, Any]) -> str:
        return self._jinja.get_template(template).render(values)

    def kept(self, template: str, macro: str) -> Callable[[Any], Markup]:
        """A macro of one frozen value that shows nothing else: what it drew is kept, for a value
        that comes back on most rows of a list."""
        name = f"{template}#{macro}"
        if name not in self._kept:
            drawn = getattr(self._jinja.get_template(template).module, macro)
            self._kept[name] = lru_cache(maxsize=CELLS_KEPT)(drawn)
        return self._kept[name]
