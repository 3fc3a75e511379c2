"""A tenant's options: what it sets, over what the definition sets by itself."""

from collections.abc import Mapping

from services.forms.contracts import Circumstances, Procedure
from services.forms.errors import OptionRefused
from services.foundation.i18n import Text, current_language

UNKNOWN = Text("Cette démarche n’a pas cette option", "This procedure has no such option")


def resolve_options(procedure: Procedure, given: Mapping[str, object]) -> dict[str, object]:
    """Every option of a procedure with its value.

    Raises `OptionRefused`: an option that it does not declare, a wrong type, out of bounds.
    """
    language = current_language()
    known = {option.id for option in procedure.options}
    for name in given:
        if name not in known:
            say = UNKNOWN.in_(language)
            raise OptionRefused(procedure=procedure.id, option=name, say=say)
    settled: dict[str, object] = {}
    for option in procedure.options:
        value = given.get(option.id, option.default)
        errors = option.field.check(value, option.id, Circumstances(language=language))
        if errors:
            say = next(iter(errors.values()))
            raise OptionRefused(procedure=procedure.id, option=option.id, say=say)
        settled[option.id] = value
    return settled
