"""Read again, say how to be answered, and file: one form, sent once."""

from collections.abc import Mapping

from starlette.responses import Response

from services.cases.actions.submit_case import AtTheDoor, submit_case
from services.cases.errors import DraftIncomplete, StaleDraft
from services.forms.checking import RequestResult, check_all, missing_statements
from services.forms.contracts import Statement
from services.forms.showing import say
from services.foundation.i18n import _, current_language
from services.identity.queries import key_hash_of
from services.web.portal.form_view import changed_notice, key_of
from services.web.portal.paper import Paper, paper_of_draft
from services.web.portal.procedure import about
from services.web.portal.wording import WORDING
from services.web.shared.answers_view import sections_of
from services.web.shared.door import Doors, recognise
from services.web.shared.form import TOKEN_FIELD, parse
from services.web.shared.typography import spaced
from services.web.shared.visit import Visit

doors = Doors("portal")
REVIEW = "/c/{slug}/drafts/{draft_id:uuid}/review"


@doors.get(REVIEW, permission="person")
async def review(visit: Visit) -> Response:
    paper = await paper_of_draft(visit, visit.path("draft_id"))
    return _show(paper, {})


@doors.post(REVIEW, permission="in_the_action", act="file")
async def file_request(visit: Visit) -> Response:
    """File the draft. A second click, or the same form sent again, gives the same request.

    The session and the form's token are checked in the action's first trip to the database.
    """
    form = visit.form = parse(await visit.request.body())
    chosen = form.one("notification")
    if chosen not in ("portal", "post"):
        paper = await _paper(visit)
        return _show(paper, _unsaid(paper), status=422)
    try:
        filed = await submit_case(
            visit.house.db,
            by=AtTheDoor(key_hash_of(visit.session_key), visit.recognise),
            draft_id=visit.path("draft_id"),
            revision=form.version("revision"),
            electronic=chosen == "portal",
            wording=WORDING.version,
            declared=form.all("statement"),
            at=visit.at,
        )
    except (DraftIncomplete, StaleDraft) as refusal:
        paper = await _paper(visit)
        notice = refusal.sentence() if isinstance(refusal, StaleDraft) else ""
        return _show(paper, _unsaid(paper), status=refusal.status, notice=notice)
    return visit.go(f"/requests/{filed.case_id}/filed")


async def _paper(visit: Visit) -> Paper:
    """The draft to show again, once the visitor and her form are recognised."""
    await recognise(visit)
    visit.check_token(visit.form.one(TOKEN_FIELD))
    return await paper_of_draft(visit, visit.path("draft_id"))


def _unsaid(paper: Paper) -> dict[str, str]:
    """What is missing on this page itself, by the id of its question."""
    form, missing = paper.visit.form, {}
    ticked = set(form.all("statement"))
    for statement in statements(paper):
        if statement.id not in ticked:
            missing[f"statement-{statement.id}"] = _("Cochez cette case pour envoyer la demande")
    if form.one("notification") not in ("portal", "post"):
        missing["notification"] = _("Choisissez comment recevoir la réponse")
    return missing


def statements(paper: Paper) -> tuple[Statement, ...]:
    """The declarations that these answers call for."""
    return missing_statements(paper.adopted.procedure, paper.settled(), paper.options, ())


def _checked(paper: Paper) -> RequestResult:
    return check_all(
        paper.adopted.procedure,
        paper.answers,
        paper.options,
        language=current_language(),
        today=paper.visit.today,
        files=paper.received(),
    )


def _show(
    paper: Paper, unsaid: Mapping[str, str], *, status: int = 200, notice: str = ""
) -> Response:
    visit, procedure = paper.visit, paper.adopted.procedure
    checked = _checked(paper)
    pages = paper.pages
    assert paper.draft is not None
    declared = statements(paper)
    return visit.page(
        "portal/submit_case.html",
        status=status,
        procedure=procedure,
        say=lambda text: spaced(say(text, current_language(), paper.options)),
        sections=sections_of(procedure, checked.answers, paper.options, base=paper.base),
        incomplete=[
            (f"{paper.base}/pages/{page_id}#{key_of(path)}", sentence)
            for page_id, errors in checked.errors_by_page.items()
            for path, sentence in errors.items()
        ],
        summary=list(unsaid.items()),
        unsaid=unsaid,
        notice=notice or (changed_notice() if paper.changed else ""),
        statements=declared,
        ticked=set(visit.form.all("statement")),
        chosen=visit.form.one("notification"),
        wording=WORDING,
        revision=paper.draft.revision,
        files=paper.files,
        count=len(pages) + 1,
        action=visit.address,
        previous=f"{paper.base}/pages/{pages[-1].id}",
        about=about(visit, procedure.id),
        signed_in=visit.person.verified,
    )
