"""Pages: Jinja with autoescape, where an unknown name is an error and not a blank."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.foundation import i18n
from services.web.shared import words
from services.web.shared.assets import Assets
from services.web.shared.typography import spaced

HERE = Path(__file__).parents[1]


def _phrase(sentence: str) -> str:
    return spaced(i18n._(sentence))


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

    def render(self, template: str, values: dict[str, Any]) -> str:
        return self._jinja.get_template(template).render(values)
