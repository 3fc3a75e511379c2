"""Files: the pieces of a request. The value is the list of their identifiers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from services.forms.fields.base import Answer, Circumstances, Errors, Field, Raw, Schema
from services.foundation.definitions import Block
from services.foundation.i18n import Language, Text

MEDIA_TYPES: Mapping[str, tuple[str, str]] = {
    "pdf": ("application/pdf", "PDF"),
    "jpeg": ("image/jpeg", "JPEG"),
    "png": ("image/png", "PNG"),
}
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LARGEST_MB = 20
MOST_FILES = 20
MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class FilesField(Field):
    """Files for a piece. Limits are stated before sending: `limits`."""

    kind: ClassVar[str] = "files"
    keys: ClassVar[tuple[str, ...]] = ("piece", "max_files", "max_mb", "accept")

    piece: str | None = None
    max_files: int = 5
    max_mb: int = 10
    accept: tuple[str, ...] = ("pdf", "jpeg", "png")

    @classmethod
    def read(cls, block: Block, common: Mapping[str, Any]) -> Self:
        most = block.maybe_integer("max_files") or cls.max_files
        largest = block.maybe_integer("max_mb") or cls.max_mb
        accept = block.strings("accept") or cls.accept
        if not 1 <= most <= MOST_FILES:
            raise block.error(f"`max_files` must lie between 1 and {MOST_FILES}", key="max_files")
        if not 1 <= largest <= LARGEST_MB:
            raise block.error(f"`max_mb` must lie between 1 and {LARGEST_MB}", key="max_mb")
        for name in accept:
            if name not in MEDIA_TYPES:
                raise block.error(f"`accept` knows {', '.join(MEDIA_TYPES)}", key="accept")
        piece = block.maybe_string("piece")
        return cls(**common, piece=piece, max_files=most, max_mb=largest, accept=accept)

    def when_missing(self) -> Text:
        return Text(
            f"Ajoutez un fichier à « {self.label.fr} »",
            f"Add a file to “{self.label.en}”",
        )

    def limits(self, language: Language) -> str:
        """What may be sent, to be said before: « PDF, JPEG ou PNG, 10 Mo au plus par fichier »."""
        names = [MEDIA_TYPES[name][1] for name in self.accept]
        joint = " ou " if language == "fr" else " or "
        kinds = joint.join(filter(None, (", ".join(names[:-1]), names[-1])))
        if language == "fr":
            return f"{kinds}, {self.max_mb}\u00a0Mo au plus par fichier, {self._most('fr')}"
        return f"{kinds}, at most {self.max_mb}\u00a0MB a file, {self._most('en')}"

    def _most(self, language: Language) -> str:
        plural = "s" if self.max_files > 1 else ""
        if language == "fr":
            return f"{self.max_files} fichier{plural} au plus"
        return f"at most {self.max_files} file{plural}"

    def refuses(self, *, media_type: str, size: int, language: Language) -> str | None:
        """What to do instead when a file of this real type and size (bytes) will not do."""
        if media_type not in (MEDIA_TYPES[name][0] for name in self.accept):
            return Text(
                f"Envoyez ce document dans un de ces formats : {self.limits('fr')}",
                f"Send this document in one of these formats: {self.limits('en')}",
            ).in_(language)
        if size > self.max_mb * MEGABYTE:
            weight = -(-size // MEGABYTE)
            return Text(
                f"Ce fichier pèse {weight} Mo : envoyez-le en dessous de {self.max_mb} Mo",
                f"This file weighs {weight} MB: send it below {self.max_mb} MB",
            ).in_(language)
        return None

    def parse(self, raw: Raw, path: str, around: Circumstances) -> Answer:
        sent = [text.strip().lower() for text in raw.get(path, ()) if text.strip()]
        value = list(dict.fromkeys(sent)) or None
        errors = self.check(value, path, around)
        return Answer(value=None if errors else value, errors=errors)

    def check(self, value: object, path: str, around: Circumstances) -> Errors:
        if value is None:
            return {path: self.lacking(around)} if self.required else {}
        known = isinstance(value, list) and value and all(self._known(i, around) for i in value)
        if not isinstance(value, list) or not known:
            return {path: self.lacking(around)}
        if len(value) > self.max_files:
            most = Text(f"Gardez {self._most('fr')}", f"Keep {self._most('en')}")
            return {path: most.in_(around.language)}
        return {}

    def _known(self, identifier: object, around: Circumstances) -> bool:
        if not isinstance(identifier, str) or not IDENTIFIER.fullmatch(identifier):
            return False
        return around.files is None or identifier in around.files

    def show(self, value: object, language: Language) -> str:
        count = len(value) if isinstance(value, list) else 0
        plural = "s" if count > 1 else ""
        return f"{count} fichier{plural}" if language == "fr" else f"{count} file{plural}"

    def inputs(self, value: object, path: str, language: Language) -> dict[str, list[str]]:
        return {path: [str(item) for item in value] if isinstance(value, list) else []}

    def describe(self, language: Language) -> Schema:
        items = {"type": "string", "format": "uuid"}
        bounds: Schema = {"minItems": 1, "maxItems": self.max_files, "uniqueItems": True}
        return self.named({"type": "array", "items": items, **bounds}, language)

    def sample(self) -> object:
        return [str(UUID(int=0))]
