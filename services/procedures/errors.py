"""Why the catalogue says no.

    Refusal
    ├── NotFound
    │   └── NotAdopted          this collectivity does not offer this procedure on that day
    ├── ProcedureClosed         offered, but closed for now: why, and until when
    ├── UnknownProcedure        no such published version
    ├── NotPublishable          the linter's complaints
    └── VersionAlreadyPublished another text has this version number: a published one never changes

An option that the definition does not allow is refused by `forms` (OptionRefused).
"""

from services.foundation.errors import NotFound, Refusal
from services.foundation.i18n import _, format_date
from services.procedures.contracts import Closing, Complaint


class NotAdopted(NotFound):
    """The collectivity does not offer this procedure on that day."""

    code = "procedure_not_adopted"


class ProcedureClosed(Refusal):
    """The procedure takes no request for now."""

    code = "procedure_closed"
    status = 409

    def __init__(self, procedure_id: str, closing: Closing) -> None:
        super().__init__(procedure_id)
        self.procedure_id = procedure_id
        self.closing = closing

    def sentence(self) -> str:
        reason = str(self.closing.reason)
        if self.closing.reopens_on is None:
            return reason
        told = _("{reason} Elle rouvrira le {day}.")
        return told.format(reason=reason, day=format_date(self.closing.reopens_on))


class UnknownProcedure(Refusal):
    """No such procedure, or no such version of it, is published."""

    code = "unknown_procedure"

    def __init__(self, procedure_id: str, version: int | None = None) -> None:
        super().__init__(procedure_id)
        self.procedure_id = procedure_id
        self.version = version

    def sentence(self) -> str:
        name = self.procedure_id if self.version is None else f"{self.procedure_id} {self.version}"
        return _("Aucune démarche publiée ne porte ce nom : {name}.").format(name=name)


class NotPublishable(Refusal):
    """The catalogue holds procedures that may not be offered."""

    code = "not_publishable"

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__(len(complaints))
        self.complaints = complaints

    def sentence(self) -> str:
        return "\n".join(str(complaint) for complaint in self.complaints)


class VersionAlreadyPublished(Refusal):
    """The text of a published version was changed: requests stand on it."""

    code = "version_already_published"
    status = 409

    def __init__(self, definition_id: str, version: int) -> None:
        super().__init__(definition_id)
        self.definition_id = definition_id
        self.version = version

    def sentence(self) -> str:
        told = _(
            "La version {version} de {name} est déjà publiée avec un autre texte : "
            "augmentez le numéro de version."
        )
        return told.format(version=self.version, name=self.definition_id)
