"""French spaces: a sentence is typed with ordinary ones and shown with those that do not break."""

import re
from functools import lru_cache

NBSP = "\u00a0"
_BEFORE = re.compile(r" (?=[?!:;»])")
_AFTER = re.compile(r"(?<=«) ")
_UNITS = re.compile(
    r"(?<=\d) (?=(?:m²|m|km|Mo|Ko|octets|€|%|h|mn|minutes?|mois|jours?|ans?|caractères)\b)"
)


@lru_cache(maxsize=4096)
def spaced(sentence: str) -> str:
    """`sentence` with unbreakable spaces before ? ! : ; », after «, and between number and unit."""
    return _UNITS.sub(NBSP, _AFTER.sub(NBSP, _BEFORE.sub(NBSP, sentence)))
