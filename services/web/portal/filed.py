"""Just filed: the number, the receipt, what will happen."""

from starlette.responses import Response

from services.cases.contracts import RequestView
from services.foundation.i18n import _
from services.web.portal.request import CASE, read
from services.web.portal.request_view import documents
from services.web.shared.clocks import silence_for_resident
from services.web.shared.door import Doors
from services.web.shared.visit import Visit
from services.web.shared.words import instant, weekday

doors = Doors("portal")


@doors.get(CASE + "/filed", permission="person")
async def filed(visit: Visit) -> Response:
    view, face = await read(visit)
    receipts = [line for line in documents(view, face.time_zone) if "/letters/" in line.address]
    return visit.page(
        "portal/filed.html",
        number=view.number,
        filed_at=instant(view.filed_at, face.time_zone),
        documents=receipts,
        steps=_what_follows(view),
        follow=f"/requests/{view.case_id}",
    )


def _what_follows(view: RequestView) -> list[dict[str, str]]:
    """What will happen after filing: pieces, then the answer or its silence."""
    steps = [
        {
            "title": _("Le service vérifie votre dossier"),
            "detail": _(
                "S’il manque une pièce, il vous écrit. Vous recevez un courriel et le voyez ici."
            ),
        }
    ]
    clock = view.timeline.clock
    if clock.due_on:
        steps.append(
            {
                "title": _("Il répond au plus tard le {day}").format(day=weekday(clock.due_on)),
                "detail": silence_for_resident(view.timeline, clock.due_on),
            }
        )
    else:
        steps.append({"title": _("Il vous répond"), "detail": _("Dès qu’il le peut.")})
    steps.append(
        {
            "title": _("Vous recevez la décision"),
            "detail": _("Elle sera dans votre suivi, et un courriel vous prévient.")
            if view.electronic
            else _("Elle vous sera envoyée par courrier."),
        }
    )
    return steps
