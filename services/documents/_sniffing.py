"""What a file really is, read from its first bytes; its name is only a claim."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from services.documents.errors import DisguisedFile, TypeNotAccepted
from services.foundation.i18n import Text, _

# Enough for the names of the first members of an office file.
HEAD = 16 * 1024
LONGEST_NAME = 120
MEMBER = b"PK\x03\x04"
OFFICE_MEMBERS = (
    b"word/",
    b"xl/",
    b"docProps/",
    b"_rels/",
    b"customXml/",
    b"[Content_Types].xml",
    b"[trash]/",
    b"docMetadata/",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be received; `words` name it with their article."""

    media_type: str
    extensions: tuple[str, ...]
    words: Text


PDF = Kind("application/pdf", ("pdf",), Text("un document PDF", "a PDF document"))
JPEG = Kind(
    "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), Text("une photo JPEG", "a JPEG photograph")
)
PNG = Kind("image/png", ("png",), Text("une image PNG", "a PNG image"))
HEIC = Kind("image/heic", ("heic", "heif"), Text("une photo HEIC", "a HEIC photograph"))
ODT = Kind(
    "application/vnd.oasis.opendocument.text",
    ("odt",),
    Text("un texte OpenDocument", "an OpenDocument text"),
)
ODS = Kind(
    "application/vnd.oasis.opendocument.spreadsheet",
    ("ods",),
    Text("un tableau OpenDocument", "an OpenDocument spreadsheet"),
)
DOCX = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("docx",),
    Text("un texte Word", "a Word document"),
)
XLSX = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("xlsx",),
    Text("un tableau Excel", "an Excel spreadsheet"),
)
KINDS = (PDF, JPEG, PNG, HEIC, ODT, ODS, DOCX, XLSX)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}

# What people and attackers send under another name, told in words.
REFUSED = (
    (b"MZ", Text("un programme Windows", "a Windows program")),
    (b"\x7fELF", Text("un programme Linux", "a Linux program")),
    (b"\xca\xfe\xba\xbe", Text("un programme", "a program")),
    (b"\xcf\xfa\xed\xfe", Text("un programme macOS", "a macOS program")),
    (b"#!", Text("un script", "a script")),
    (b"GIF8", Text("une image GIF", "a GIF image")),
    (b"Rar!", Text("une archive RAR", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Text("une archive 7-Zip", "a 7-Zip archive")),
    (b"\x1f\x8b", Text("une archive compressée", "a compressed archive")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Text("un ancien document Office", "an old Office document"),
    ),
    (b"PK\x03\x04", Text("une archive ZIP", "a ZIP archive")),
    (b"PK\x05\x06", Text("une archive ZIP", "a ZIP archive")),
)
MARKUP = (
    (b"<svg", Text("un dessin SVG", "an SVG drawing")),
    (b"<html", Text("une page web", "a web page")),
    (b"<!doctype html", Text("une page web", "a web page")),
    (b"<script", Text("une page web", "a web page")),
    (b"<?php", Text("un script", "a script")),
    (b"<?xml", Text("un document XML", "an XML document")),
)


def safe_name(filename: str) -> str:
    """The name to keep and show: no path, no control or direction marks, of a bounded length."""
    name = PurePosixPath(unicodedata.normalize("NFC", filename).replace("\\", "/")).name
    shown = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, extension = shown.rpartition(".")
    if dot and len(extension) <= 8:
        return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
    return shown[:LONGEST_NAME] or _("fichier")


def sniff(head: bytes, filename: str, accepted: frozenset[str]) -> Kind:
    """The kind of the file that starts with `head`.

    Raises `DisguisedFile` when the name claims another kind than the content, `TypeNotAccepted`
    when the content is of none of the `accepted` media types.
    """
    real = _recognise(head)
    claimed = BY_EXTENSION.get(filename.rpartition(".")[2].lower())
    if claimed is not None and claimed is not real:
        found = str(real.words) if real else _in_words(head)
        raise DisguisedFile(filename, found, str(claimed.words), accepted_words(accepted))
    if real is None or real.media_type not in accepted:
        found = str(real.words) if real else _in_words(head)
        raise TypeNotAccepted(filename, found, accepted_words(accepted))
    return real


def accepted_words(accepted: frozenset[str]) -> str:
    """The accepted kinds in words: « un document PDF, une photo JPEG ou une image PNG »."""
    words = [str(kind.words) for kind in KINDS if kind.media_type in accepted]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {_('ou')} {words[-1]}"


def _recognise(head: bytes) -> Kind | None:
    if head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"heim", b"hevc"}:
        return HEIC
    if head.startswith(MEMBER):
        return _recognise_office(head)
    return None


def _recognise_office(head: bytes) -> Kind | None:
    if head[30:38] == b"mimetype":
        for kind in (ODT, ODS):
            if head[38:].startswith(kind.media_type.encode() + b"PK"):
                return kind
    names = _member_names(head)
    # Anything besides an office file's own members makes it an archive.
    if not all(name.startswith(OFFICE_MEMBERS) for name in names):
        return None
    if any(name.startswith(b"word/") for name in names):
        return DOCX
    if any(name.startswith(b"xl/") for name in names):
        return XLSX
    return None


def _member_names(head: bytes) -> list[bytes]:
    """The members of an archive whose headers stand in its first bytes."""
    names = []
    at = head.find(MEMBER)
    while at >= 0:
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        names.append(head[at + 30 : at + 30 + length])
        at = head.find(MEMBER, at + 30)
    return names


def _in_words(head: bytes) -> str:
    for magic, words in REFUSED:
        if head.startswith(magic):
            return str(words)
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    for markup, words in MARKUP:
        if start.startswith(markup):
            return str(words)
    try:
        named = str(puremagic.from_string(head))
    except (puremagic.PureError, ValueError):
        return _("un fichier d’un type inconnu")
    return _("un fichier {extension}").format(extension=named.lstrip(".").upper())
