"""The templates of letters, checked when they load: one that omits a mandatory mention does not.

A template prints mentions by `{{ mention("received_on") }}`; the name is always written out, so
that reading the template is enough to know what it can say.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.documents._fonts import drawn
from services.documents._mentions import MENTIONS
from services.documents.contracts import LetterKind
from services.documents.errors import UndeclaredMentions
from services.foundation.i18n import format_date
from services.foundation.settings import ROOT

FOLDER = Path(__file__).parent / "templates"
# A collectivity's own templates: `tenants/letters/SIREN/kind.html`.
OWN = ROOT / "tenants" / "letters"
NO_BREAK = "\N{NARROW NO-BREAK SPACE}"
# Between two letters, as typed or as Jinja escapes it.
APOSTROPHE = re.compile(r"(?<=\w)(?:'|&#39;)(?=\w)")


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A template that may be used. `digest` covers its text, its layout and its style."""

    kind: LetterKind
    name: str
    digest: str
    template: Template


@cache
def own_source(siren: str, kind: LetterKind) -> str | None:
    """The template that a collectivity wrote for its letters of `kind`, if it did."""
    path = OWN / siren / f"{kind}.html"
    return path.read_text("utf-8") if siren.isdigit() and path.exists() else None


@lru_cache(maxsize=256)
def load(kind: LetterKind, source: str | None = None) -> LetterTemplate:
    """The house's template of `kind`, or a tenant's own `source`, which extends the layout.

    Raises `UndeclaredMentions` when it omits a mention that the law wants.
    """
    environment = _environment()
    name = f"{kind}.html" if source is None else f"{kind} (collectivité)"
    text = (FOLDER / f"{kind}.html").read_text("utf-8") if source is None else source
    missing = MENTIONS[kind].all - _printed(environment.parse(text))
    if missing:
        raise UndeclaredMentions(kind, missing)
    return LetterTemplate(kind, name, _digest(text), environment.from_string(text))


def _printed(tree: nodes.Template, replaced: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names of the mentions that a template prints, with those of the template it extends.

    Not printed: a block that an heir has `replaced`, and what stands outside the blocks of an heir.
    """
    extends = tree.find(nodes.Extends)
    if extends is None:
        return frozenset(_mentions(tree, replaced))
    here = {
        name
        for node in tree.body
        if isinstance(node, nodes.Block)
        for name in _mentions(node, replaced)
    }
    for block in tree.find_all(nodes.Block):
        if not any(_called(call) == "super" for call in block.find_all(nodes.Call)):
            replaced |= {block.name}
    return _printed(_parent(extends), replaced) | here


def _mentions(node: nodes.Node, replaced: frozenset[str]) -> Iterator[str]:
    if isinstance(node, nodes.Block) and node.name in replaced:
        return
    if isinstance(node, nodes.Call) and _called(node) == "mention":
        yield from (each.value for each in node.args[:1] if isinstance(each, nodes.Const))
    for child in node.iter_child_nodes():
        yield from _mentions(child, replaced)


def _called(call: nodes.Call) -> str | None:
    return call.node.name if isinstance(call.node, nodes.Name) else None


def _parent(extends: nodes.Extends) -> nodes.Template:
    environment, name = _environment(), extends.template.as_const()
    assert environment.loader is not None
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _digest(text: str) -> str:
    shared = sorted(path for path in FOLDER.iterdir() if path.suffix in (".html", ".css"))
    whole = hashlib.sha256(text.encode())
    for path in shared:
        whole.update(path.read_bytes())
    return whole.hexdigest()


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "hour": _hour, "weight": _weight}
    return environment


def typeset(html: str) -> str:
    """French spacing, and no character that the fonts cannot draw."""
    for sign in ":;!?»%€":
        html = html.replace(f" {sign}", f"{NO_BREAK}{sign}")
    html = html.replace("« ", f"«{NO_BREAK}")
    for before in ("art.", "n°", "CRPA", "CJA", "urb."):
        html = html.replace(f"{before} ", f"{before}\N{NO-BREAK SPACE}")
    return drawn(APOSTROPHE.sub("’", html))


def _day(value: date | datetime, style: str = "long") -> str:
    return format_date(value, "full" if style == "full" else "long")


def _hour(value: datetime) -> str:
    return f"{value.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{value.minute:02}"


def _weight(size: int) -> str:
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}".replace(".", ",") + " Mo"
    return f"{max(1, round(size / 1000))} Ko"
