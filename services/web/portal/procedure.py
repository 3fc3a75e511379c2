"""What a procedure is: what for, what to prepare, by when, what silence means, whose data."""

from dataclasses import dataclass

from starlette.responses import Response

from services.forms.checking import silence_of
from services.forms.contracts import Silence
from services.forms.showing import say
from services.foundation.database import Public
from services.foundation.i18n import _, current_language, ngettext
from services.law.periods import Delay, parse_delay
from services.procedures import queries as procedures
from services.procedures.contracts import Adopted
from services.web.shared.closing import closed_note
from services.web.shared.door import Doors
from services.web.shared.typography import spaced
from services.web.shared.visit import Visit

doors = Doors("portal")


@dataclass(frozen=True, slots=True)
class SilenceInWords:
    """What no answer means, in short words and in a sentence."""

    delay: str
    short: str
    sentence: str
    during: str
    otherwise: str
    article: str


async def adopted_here(visit: Visit) -> Adopted:
    """The procedure of the address, as the collectivity of the address offers it today.

    Raises `NotAdopted`.
    """
    procedure_id = f"{visit.path('level')}/{visit.path('name')}"
    async with visit.house.db.transaction(Public()) as tx:
        return await procedures.adoption_of(
            tx, tenant_id=visit.tenant.id, procedure_id=procedure_id, on=visit.today
        )


def about(visit: Visit, procedure_id: str) -> str:
    """The address of the page that says what a procedure is."""
    return f"/c/{visit.tenant.slug}/{procedure_id}"


@doors.get("/c/{slug}/{level}/{name}", permission="public")
async def procedure(visit: Visit) -> Response:
    adopted = await adopted_here(visit)
    form, options = adopted.procedure, adopted.adoption.options
    language = current_language()
    closing = adopted.adoption.closing
    months = form.retention.months
    return visit.page(
        "portal/procedure.html",
        procedure=form,
        say=lambda text: spaced(say(text, language, options)),
        silence=in_words(silence_of(form, {}, options)),
        kept=ngettext("{num} mois", "{num} mois", months).format(num=months)
        if months % 12
        else ngettext("{num} an", "{num} ans", months // 12).format(num=months // 12),
        closed=f"{closing.reason} {closed_note(adopted)}" if closing else "",
        start=start_address(visit, form.id),
    )


def start_address(visit: Visit, procedure_id: str) -> str:
    """Where a request begins: at its first page when the place is known, else by asking where."""
    insee = visit.query("insee") or (visit.tenant.code if visit.tenant.level == "commune" else "")
    base = about(visit, procedure_id)
    return f"{base}/start?insee={insee}" if insee else f"{base}/place"


def in_words(silence: Silence) -> SilenceInWords:
    """The silence of a procedure for its reader: « accepté » and « refusé », never « tacite »."""
    delay = delay_in_words(parse_delay(silence.delay)) if silence.delay else ""
    short, otherwise = {
        "acceptance": (_("Accepté"), _("Sans réponse à la date prévue, c’est accepté.")),
        "rejection": (
            _("Refusé"),
            _("Sans réponse à la date prévue, c’est refusé ; vous pourrez contester."),
        ),
        "flat_rate": (
            _("Accordé au forfait"),
            _("Sans réponse à la date prévue, une aide forfaitaire vous est accordée."),
        ),
        "none": (_("Sans effet"), _("Le service répond dès qu’il le peut.")),
    }[silence.effect]
    return SilenceInWords(
        delay=_("{delay} au plus").format(delay=delay) if delay else _("Dès que possible"),
        short=short,
        sentence=str(silence.explanation),
        during=_("Pendant {delay}").format(delay=delay) if delay else _("Ensuite"),
        otherwise=otherwise,
        article=silence.article,
    )


def delay_in_words(delay: Delay) -> str:
    """« 2 mois », « 15 jours »."""
    parts = []
    if delay.months:
        parts.append(ngettext("{num} mois", "{num} mois", delay.months).format(num=delay.months))
    if delay.days:
        parts.append(ngettext("{num} jour", "{num} jours", delay.days).format(num=delay.days))
    if delay.working_days:
        days = delay.working_days
        parts.append(ngettext("{num} jour ouvré", "{num} jours ouvrés", days).format(num=days))
    return ", ".join(parts)
