"""Why a file is refused, and what goes wrong with a letter.

Refusal
├── FileRefused
│   ├── EmptyFile         nothing in it
│   ├── FileTooLarge      refused while reading, before the rest arrives
│   ├── TypeNotAccepted   a kind of file we cannot take
│   ├── DisguisedFile     not what its name says
│   └── InfectedFile      the antivirus recognised it
├── FileInQuarantine      not scanned yet, nobody opens it
└── FileUnreadable        its key is gone, or it was altered at rest
LookupError
└── NoSuchObject          a bug or a lost file: the store has no such key
ValueError
└── LetterMistake         a template or a content that may not become a letter
    ├── UndeclaredMentions    the template omits a mandatory mention: it does not load
    └── MissingMentions       the content lacks one, or one was not printed
"""

from typing import ClassVar

from services.foundation.errors import Refusal
from services.foundation.i18n import _

MEGABYTE = 1_000_000


class FileRefused(Refusal):
    """A file that is not taken; the other files and the answers are kept."""

    code: ClassVar[str] = "file_refused"

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.filename = filename


class EmptyFile(FileRefused):
    code = "file_empty"

    def sentence(self) -> str:
        return _("Le fichier « {name} » est vide. Choisissez-en un autre.").format(
            name=self.filename
        )


class FileTooLarge(FileRefused):
    """More than `limit` bytes arrived; reading stopped there."""

    code = "file_too_large"
    status = 413

    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(filename)
        self.limit = limit

    def sentence(self) -> str:
        return _(
            "Le fichier « {name} » dépasse {limit} Mo. "
            "Réduisez-le, ou envoyez-le en plusieurs fois."
        ).format(name=self.filename, limit=self.limit // MEGABYTE)


class TypeNotAccepted(FileRefused):
    """`found` says in words what the file is; `accepted` what may be sent instead."""

    code = "file_type"
    status = 415

    def __init__(self, filename: str, found: str, accepted: str) -> None:
        super().__init__(filename)
        self.found = found
        self.accepted = accepted

    def sentence(self) -> str:
        return _(
            "Le fichier « {name} » ne peut pas être reçu : c’est {found}. Envoyez {accepted}."
        ).format(name=self.filename, found=self.found, accepted=self.accepted)


class DisguisedFile(TypeNotAccepted):
    """The name announces one kind, the content is another."""

    code = "file_disguised"

    def __init__(self, filename: str, found: str, claimed: str, accepted: str) -> None:
        super().__init__(filename, found, accepted)
        self.claimed = claimed

    def sentence(self) -> str:
        return _(
            "Le fichier « {name} » se présente comme {claimed}, mais c’est {found}. "
            "Envoyez {accepted}, avec son vrai nom."
        ).format(name=self.filename, claimed=self.claimed, found=self.found, accepted=self.accepted)


class InfectedFile(FileRefused):
    """The antivirus recognised `signature`; nothing was kept."""

    code = "file_infected"

    def __init__(self, filename: str, signature: str) -> None:
        super().__init__(filename)
        self.signature = signature

    def sentence(self) -> str:
        return _(
            "L’antivirus a refusé le fichier « {name} ». Nous ne l’avons pas gardé ; "
            "vérifiez votre appareil, puis envoyez une autre copie."
        ).format(name=self.filename)


class FileInQuarantine(Refusal):
    code: ClassVar[str] = "file_in_quarantine"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        return _("Ce fichier attend d’être vérifié par l’antivirus. Réessayez dans un moment.")


class FileUnreadable(Refusal):
    code: ClassVar[str] = "file_unreadable"
    status: ClassVar[int] = 410

    def sentence(self) -> str:
        return _("Ce fichier ne peut plus être lu.")


class NoSuchObject(LookupError):
    """The store has nothing under this key."""


class LetterMistake(ValueError):
    """A bug of a template or of what gathers a letter's content."""


class UndeclaredMentions(LetterMistake):
    def __init__(self, kind: str, missing: frozenset[str]) -> None:
        super().__init__(f"the {kind} template omits: {', '.join(sorted(missing))}")
        self.kind = kind
        self.missing = missing


class MissingMentions(LetterMistake):
    def __init__(self, kind: str, missing: frozenset[str]) -> None:
        super().__init__(f"this {kind} would lack: {', '.join(sorted(missing))}")
        self.kind = kind
        self.missing = missing
