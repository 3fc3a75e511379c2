"""How a page of the form is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from services.forms.checking import visible_fields
from services.forms.contracts import Page
from services.forms.fields.choice import YES_NO
from services.forms.fields.files import FilesField
from services.forms.showing import say
from services.foundation.i18n import _, current_language
from services.web.portal.paper import Paper
from services.web.portal.procedure import about
from services.web.portal.rows import Rows
from services.web.shared.typography import spaced
from services.web.shared.words import day, hour, local

YES_NO_ROWS = (("yes", YES_NO[True], None), ("no", YES_NO[False], None))


@dataclass(frozen=True, slots=True)
class View:
    """What to put in the inputs of a page, and what is wrong there."""

    raw: Mapping[str, list[str]]
    errors: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    notice: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A page in the list beside the form."""

    title: str
    address: str
    now: bool


def show_page(paper: Paper, page: Page, view: View) -> Response:
    """The page, with its errors told twice: in the summary and at the field."""
    visit, procedure, language = paper.visit, paper.adopted.procedure, current_language()
    options = paper.options
    fields = visible_fields(procedure, page, paper.answers, options, today=visit.today)
    settled = paper.settled()
    ids = [each.id for each in paper.pages]
    number = ids.index(page.id) + 1
    uploads = [one for one in fields if isinstance(one, FilesField)]
    return visit.page(
        "portal/form_page.html",
        status=view.status,
        procedure=procedure,
        page=page,
        fields=fields,
        say=lambda text: spaced(say(text, language, options)),
        raw=view.raw,
        errors=view.errors,
        summary=[(key_of(path), sentence) for path, sentence in view.errors.items()],
        notice=view.notice or (changed_notice() if paper.changed else ""),
        files={one.id: paper.files_of(one.id) for one in uploads},
        # An upload may appear while the page is filled in: the form must be able to carry it.
        uploads=any(isinstance(one, FilesField) for one in page.fields),
        # With scripts, questions appear as answers call for them; files are never sent for that.
        live=any(one.when is not None for one in page.fields),
        computed={
            one.id: one.show(settled[one.id], language)
            for one in fields
            if one.kind == "computed" and one.id in settled
        },
        rows_of=lambda question, path: view.rows.count(question, path, view.raw),
        yes_no=YES_NO_ROWS,
        number=number,
        count=len(ids) + 1,
        steps=steps(paper, page.id),
        previous=_previous(paper, ids, number),
        action=f"{paper.base}/pages/{page.id}" if paper.draft else visit.address,
        about=about(visit, procedure.id),
        revision=paper.draft.revision if paper.draft else "",
        kept=kept_words(paper),
        forget=f"{paper.base}/forget" if paper.draft else "",
    )


def key_of(path: str) -> str:
    """The id of an input, made of its name (as in `fields.html`)."""
    return "f-" + path.replace("[", "-").replace("]", "").replace(".", "-")


def changed_notice() -> str:
    return _(
        "Cette démarche a changé depuis que vous avez commencé. "
        "Vos réponses sont gardées : vérifiez-les page par page."
    )


def kept_words(paper: Paper) -> str:
    """« Brouillon gardé à 18 h 12, jusqu’au 1er février 2027. »."""
    if paper.draft is None:
        return ""
    zone = paper.visit.tenant.time_zone
    return _("Brouillon gardé à {hour}, jusqu’au {day}.").format(
        hour=hour(local(paper.draft.saved_at, zone)),
        day=day(local(paper.draft.kept_until, zone).date()),
    )


def steps(paper: Paper, here: str) -> list[Step]:
    """Every page to go through; those already filled in can be gone back to."""
    ids = [page.id for page in paper.pages]
    filled = paper.draft.page if paper.draft else None
    reached = max(ids.index(one) if one in ids else -1 for one in (filled, here))
    found = []
    for index, page in enumerate(paper.pages):
        open_page = paper.draft is not None and index <= reached
        address = f"{paper.base}/pages/{page.id}" if open_page else ""
        title = say(page.title, current_language(), paper.options)
        found.append(Step(title, address, page.id == here))
    found.append(Step(_("Relire et envoyer"), "", here == "review"))
    return found


def _previous(paper: Paper, ids: list[str], number: int) -> str:
    if paper.draft is None or number == 1:
        return ""
    return f"{paper.base}/pages/{ids[number - 2]}"
