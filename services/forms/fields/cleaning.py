"""What was typed, made regular: one Unicode form, plain spaces, nothing that cannot be seen."""

import re
import unicodedata

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, except tab and line feed
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the reading direction
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # not characters at all
)
SPACES = re.compile(r"[^\S\n]+")


def cleaned(written: str) -> str:
    """`written` in NFC, line ends as line feeds, without blanks around."""
    unified = written.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()


def on_one_line(written: str) -> str:
    """`written` with each run of blanks (line feeds and hard spaces too) as one space."""
    return " ".join(written.split())


def with_plain_spaces(written: str) -> str:
    """`written` with hard spaces and tabs as single spaces, line feeds kept."""
    return "\n".join(SPACES.sub(" ", line).rstrip() for line in written.split("\n"))


def without_spaces(written: str) -> str:
    """`written` without any blank, for numbers and codes that people group by two or three."""
    return "".join(written.split())


def has_unseen(written: str) -> bool:
    """Whether a character of `written` cannot be seen, or is none."""
    return UNSEEN.search(written) is not None
