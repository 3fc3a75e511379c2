"""Why a process says no.

Refusal
└── ProcessRefusal
    ├── UnknownAction      the process has no such action
    ├── WrongRole          not yours to do
    ├── NotInThisState     too early or too late
    ├── BadField           a field is missing, unknown or of the wrong kind
    └── GuardFailed        a condition does not hold; its sentence says which
"""

from typing import ClassVar

from services.foundation.errors import Refusal
from services.foundation.i18n import Text, _
from services.processes.contracts import Guard, State


class ProcessRefusal(Refusal):
    """A "no" of the process: the case stays as it was."""

    code: ClassVar[str] = "process_refusal"

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class UnknownAction(ProcessRefusal):
    """The process has no such action."""

    code = "unknown_action"

    def sentence(self) -> str:
        return _("Cette action n’existe pas pour cette démarche.")


class WrongRole(ProcessRefusal):
    """The action belongs to another role."""

    code = "wrong_role"
    status = 403

    def sentence(self) -> str:
        return _("Cette action revient à quelqu’un d’autre.")


class NotInThisState(ProcessRefusal):
    """The case does not stand where this action starts from."""

    code = "not_in_this_state"
    status = 409

    def __init__(self, action: str, state: State | None, *, told_to_person: bool = False) -> None:
        super().__init__(action)
        self.state = state
        self.told_to_person = told_to_person

    def sentence(self) -> str:
        if self.state is None:
            return _("La demande n’est pas encore déposée.")
        if self.state.closed_because is not None:
            return str(self.state.closed_because)
        told = _("Cette action n’est plus possible : la demande est à l’étape « {stage} ».")
        return told.format(stage=self.state.public if self.told_to_person else self.state.agent)


class BadField(ProcessRefusal):
    """A field of the command is missing (`problem` "missing"), "unknown" or of the "wrong_kind"."""

    code = "bad_field"

    def __init__(self, action: str, field: str, problem: str, label: Text | None = None) -> None:
        super().__init__(action)
        self.field = field
        self.problem = problem
        self.label = label

    def sentence(self) -> str:
        name = str(self.label) if self.label is not None else self.field
        if self.problem == "missing":
            return _("Il manque une information : {name}.").format(name=name)
        return _("Cette information n’est pas comprise : {name}.").format(name=name)


class GuardFailed(ProcessRefusal):
    """A condition of the action does not hold."""

    code = "guard_failed"

    def __init__(self, action: str, guard: Guard) -> None:
        super().__init__(action)
        self.guard = guard.id
        self.field = guard.field
        self.article = guard.article
        self._say = guard.say

    def sentence(self) -> str:
        return str(self._say)
