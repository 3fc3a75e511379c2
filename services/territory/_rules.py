"""How a name is compared and how a search is read. Pure."""

import re
import unicodedata
from dataclasses import dataclass

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_SLASHED = re.compile(r"\b(s|ss)/", re.IGNORECASE)
_SLASHES = {"s": "sur ", "ss": "sous "}
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARTICLES = frozenset({"l", "la", "le", "les", "las", "los"})
# A name is not looked for from one of these: nobody types « sur-Loire » alone.
_LINKS = _ARTICLES | {
    "a",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "les",
    "sous",
    "sur",
}
_CODE = re.compile(r"(?:\d{2,5}|2[ab]\d{0,3})")


def normalise(name: str) -> str:
    """`name` in words of a–z and 0–9, single spaces between them.

    Case, accents, ligatures, hyphens and apostrophes disappear; « St », « Ste » and « s/ » are
    written out. Idempotent.
    """
    expanded = _SLASHED.sub(lambda match: _SLASHES[match[1].lower()], name)
    decomposed = unicodedata.normalize("NFKD", expanded.casefold().translate(_LIGATURES))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.split(r"[^a-z0-9]+", bare)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words if word)


def compact(normalised: str) -> str:
    """Without spaces, so that « lhay », « l hay » and « L’Haÿ » are one."""
    return normalised.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Term:
    """A beginning under which a name is found; `whole` when nothing but an article is before it."""

    text: str
    whole: bool


def terms(name: str) -> tuple[Term, ...]:
    """The terms of a name: the whole, without its article, and from each of its full words."""
    words = normalise(name).split()
    found = {compact(" ".join(words)): True}
    for start in range(1, len(words)):
        if words[start] in _LINKS:
            continue
        text = "".join(words[start:])
        found[text] = found.get(text, False) or (start == 1 and words[0] in _ARTICLES)
    return tuple(Term(text, whole) for text, whole in found.items() if text)


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, read: the beginning of a name, a code (postcode, INSEE or département)."""

    term: str
    code: str | None

    @property
    def empty(self) -> bool:
        return not self.term and self.code is None


def read_search(text: str) -> Search:
    """« Gien », « 45500 », « Gien 45 », « gien (45500) »: a name, a code, or both."""
    words = normalise(text[:200]).split()
    codes = [word for word in words if _CODE.fullmatch(word)]
    code = codes[-1].upper() if codes else None
    return Search("".join(word for word in words if word not in codes), code)
