"""To whom a case may be given: the colleagues of its team, by name."""

from collections.abc import Sequence
from dataclasses import replace

from services.cases.contracts import CaseFile
from services.cases.queries.colleagues import followers
from services.foundation.i18n import Text, _
from services.web.backoffice.act_view import Question
from services.web.shared.visit import Visit


async def with_colleagues(
    visit: Visit, file: CaseFile, asked: Sequence[Question]
) -> list[Question]:
    """The question of to whom, with the agents that it may name; who holds the case is left out."""
    found = await followers(
        visit.house.db, tenant_id=file.tenant_id, team_id=file.team_id, on=file.today
    )
    named = [f"{each.name}, {each.quality}" for each in found]
    choices = tuple(
        (str(each.agent_id), Text(name, name))
        for each, name in zip(found, named, strict=True)
        if each.agent_id != file.assignee_id
    )
    help_ = _("Les personnes qui instruisent les dossiers de cette équipe.")
    if not choices:
        help_ = _("Personne d’autre n’instruit les dossiers de cette équipe.")
    blank = _("Choisissez une personne")
    return [
        replace(
            one,
            ask=replace(one.ask, kind="choice", choices=choices),
            help=help_,
            error=blank if one.error and not one.value else one.error,
            across=False,
        )
        if one.ask.name == "to"
        else one
        for one in asked
    ]
