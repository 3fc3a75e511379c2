"""Sentences in which a tenant's option may stand: « au moins {notice_days} jours »."""

import re
from collections.abc import Mapping

from services.foundation.i18n import Language, Text

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def filled(text: Text, language: Language, options: Mapping[str, object]) -> str:
    """The sentence in `language`, with the tenant's options in their places."""
    said = text.in_(language)
    if "{" not in said:
        return said
    return PLACEHOLDER.sub(lambda found: _put(options.get(found[1], found[0]), language), said)


def _put(value: object, language: Language) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:g}".replace(".", ",") if language == "fr" else f"{value:g}"
