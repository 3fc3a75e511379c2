"""A page of the form: shown, posted, checked, kept."""

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from services.cases.actions.write_draft import forget_draft, remove_file, save_page
from services.cases.errors import StaleDraft
from services.forms.checking import PageResult, check_page, location_of, visible_fields
from services.forms.contracts import Page
from services.forms.fields.files import FilesField
from services.forms.showing import page_inputs
from services.foundation.errors import NotFound
from services.foundation.i18n import _, current_language
from services.procedures.queries import refuse_if_closed
from services.web.portal.form_view import View, show_page
from services.web.portal.paper import Paper, blank_paper, paper_of_draft
from services.web.portal.procedure import about, adopted_here
from services.web.portal.rows import Rows
from services.web.portal.typed_communes import communes_named
from services.web.shared.door import Doors
from services.web.shared.form import as_uuid
from services.web.shared.incoming import receive
from services.web.shared.visit import Visit

doors = Doors("portal")
OURS = frozenset({"csrf", "go", "remove", "more", "less", "shown", "revision"})


@doors.get("/c/{slug}/{level}/{name}/start", permission="public")
async def begin(visit: Visit) -> Response:
    """The first page. Nothing is kept before it is sent."""
    paper = await _begun(visit)
    if not paper.insee:
        return visit.go(f"{about(visit, paper.adopted.procedure.id)}/place")
    return show_page(paper, paper.pages[0], _kept(paper, paper.pages[0]))


@doors.post("/c/{slug}/{level}/{name}/start", permission="public", body="stream")
async def begin_and_keep(visit: Visit) -> Response:
    paper = await _begun(visit)
    if not paper.insee:
        raise NotFound
    return await _take(paper, paper.pages[0])


async def _begun(visit: Visit) -> Paper:
    adopted = await adopted_here(visit)
    refuse_if_closed(adopted)
    return await blank_paper(visit, adopted, visit.query("insee"))


@doors.get("/c/{slug}/drafts/{draft_id:uuid}/pages/{page}", permission="person")
async def form_page(visit: Visit) -> Response:
    paper = await paper_of_draft(visit, visit.path("draft_id"))
    page = _page(paper, visit.path("page"))
    return show_page(paper, page, _kept(paper, page))


@doors.post("/c/{slug}/drafts/{draft_id:uuid}/pages/{page}", permission="person", body="stream")
async def keep_page(visit: Visit) -> Response:
    paper = await paper_of_draft(visit, visit.path("draft_id"))
    return await _take(paper, _page(paper, visit.path("page")))


@doors.post("/c/{slug}/drafts/{draft_id:uuid}/forget", permission="person")
async def forget(visit: Visit) -> Response:
    """Throw the draft away."""
    await forget_draft(visit.house.db, person_id=visit.person.id, draft_id=visit.path("draft_id"))
    return visit.go("/requests")


def _page(paper: Paper, page_id: str) -> Page:
    """A page that is to be gone through. Raises `NotFound`."""
    for page in paper.pages:
        if page.id == page_id:
            return page
    raise NotFound


def _kept(paper: Paper, page: Page) -> View:
    return View(raw=page_inputs(page, paper.settled(), current_language()))


async def _take(paper: Paper, page: Page) -> Response:
    """A posted page: files kept, answers checked; then on, or back to what is to be corrected."""
    visit = paper.visit
    incoming = await receive(visit, paper.begin_file)
    posted = incoming.form
    removed = await _remove(paper, posted.one("remove"))
    await paper.refresh_files()
    raw = _typed(paper, page)
    rows = Rows(more=posted.one("more"))
    if posted.one("less"):
        raw = rows.without(raw, posted.one("less"))
    if removed or rows.more or posted.one("less"):
        return show_page(paper, page, View(raw=raw, rows=rows))
    result = await _checked(paper, page, raw)
    if posted.one("go") == "look":
        paper.answers = result.answers
        return show_page(paper, page, View(raw=raw))
    if posted.one("go") == "keep":
        await _save(paper, page, result, compare=False)
        return visit.go("/requests")
    refused = {name: refusal.sentence() for name, refusal in incoming.refused.items()}
    errors, appeared = _sorted(paper, page, result, posted.one("shown").split())
    if errors or appeared or refused:
        paper.answers = result.answers
        status = max((each.status for each in incoming.refused.values()), default=422)
        return show_page(paper, page, _again({**raw, **result.echo}, {**errors, **refused}, status))
    try:
        await _save(paper, page, result, compare=True)
    except StaleDraft as stale:
        await _reread(paper)
        view = View(raw=raw, notice=stale.sentence(), status=stale.status)
        return show_page(paper, page, view)
    return visit.go(_next(paper, page))


async def _remove(paper: Paper, which: str) -> bool:
    """Take a file out of the draft, when a button asked for it."""
    attachment_id = as_uuid(which)
    if attachment_id is None or paper.draft is None:
        return False
    await remove_file(
        paper.visit.house.db,
        person_id=paper.draft.person_id,
        tenant_id=paper.visit.tenant.id,
        attachment_id=attachment_id,
    )
    return True


def _typed(paper: Paper, page: Page) -> dict[str, list[str]]:
    """What was typed, by input name; a question of files is answered by those received."""
    posted = paper.visit.form.values
    raw = {name: list(texts) for name, texts in posted.items() if name not in OURS}
    for one in page.fields:
        if isinstance(one, FilesField):
            raw[one.id] = [str(file.id) for file in paper.files_of(one.id)]
    return raw


async def _checked(paper: Paper, page: Page, raw: Mapping[str, list[str]]) -> PageResult:
    visit = paper.visit
    return check_page(
        paper.adopted.procedure,
        page.id,
        raw,
        paper.answers,
        paper.options,
        language=current_language(),
        today=visit.today,
        communes=await communes_named(visit.house.db, page.fields, raw),
        files=paper.received(),
    )


def _sorted(
    paper: Paper, page: Page, result: PageResult, shown: Sequence[str]
) -> tuple[dict[str, str], bool]:
    """The errors of the questions that were shown, and whether others have appeared since, even
    optional ones: those are asked first, not blamed."""
    before = set(shown) or {one.id for one in page.fields}
    errors = {path: say for path, say in result.errors.items() if _question(path) in before}
    now = visible_fields(
        paper.adopted.procedure, page, result.answers, paper.options, today=paper.visit.today
    )
    return errors, any(one.id not in before and one.kind != "computed" for one in now)


def _question(path: str) -> str:
    return path.partition("[")[0].partition(".")[0]


def _again(raw: Mapping[str, list[str]], errors: Mapping[str, str], status: int) -> View:
    """The page once more, with what was typed; without errors, new questions have appeared."""
    if errors:
        return View(raw=raw, errors=errors, status=status)
    return View(raw=raw, notice=_("De nouvelles questions sont apparues, selon vos réponses."))


async def _save(paper: Paper, page: Page, result: PageResult, *, compare: bool) -> None:
    """Keep the right answers. Raises `StaleDraft` when another tab saved in between."""
    begun = paper.draft is not None
    draft = await paper.ensure_draft()
    procedure = paper.adopted.procedure
    paper.draft = await save_page(
        paper.visit.house.db,
        person_id=draft.person_id,
        draft_id=draft.id,
        revision=paper.visit.form.version("revision") if compare and begun else None,
        version=procedure.version,
        page=page.id,
        answers=result.answers,
        insee=location_of(procedure, result.answers),
        at=paper.visit.at,
    )
    paper.answers = paper.draft.answers


async def _reread(paper: Paper) -> None:
    assert paper.draft is not None
    fresh = await paper_of_draft(paper.visit, paper.draft.id)
    paper.draft, paper.answers, paper.files = fresh.draft, fresh.answers, fresh.files


def _next(paper: Paper, page: Page) -> str:
    """The page after this one, or the review."""
    ids = [each.id for each in paper.pages]
    after = ids.index(page.id) + 1
    return f"{paper.base}/pages/{ids[after]}" if after < len(ids) else f"{paper.base}/review"
