"""Stylesheets, fonts and scripts: ours and those of npm, addressed by their digest."""

import hashlib
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from starlette.responses import Response

from services.foundation.errors import NotFound

OWN = Path(__file__).parent / "static"
SHEETS = "tokens base plate frame portal clocks forms backoffice narrow print".split()
VENDOR = {
    "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
}
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
ALWAYS = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as served: what it holds, its type and its digest."""

    content: bytes
    media_type: str
    digest: str


class Assets:
    """Every file that pages may ask for, read once. Nothing else on disk can be reached."""

    def __init__(self, vendor: Path) -> None:
        self._files: dict[str, Asset] = {}
        sheets = (OWN / f"{name}.css" for name in SHEETS)
        self._add("parvis.css", b"\n".join(sheet.read_bytes() for sheet in sheets))
        for own in ("icons.svg", "icon.svg", "parvis.js"):
            self._add(own, (OWN / own).read_bytes())
        for name, path in VENDOR.items():
            self._add(name, (vendor / path).read_bytes())
        self._add("fonts/index.css", (vendor / FONT / "index.css").read_bytes())
        for font in sorted((vendor / FONT / "files").glob("*.woff2")):
            self._add(f"fonts/files/{font.name}", font.read_bytes())
        self._addresses = {
            name: f"/assets/{name}?v={asset.digest}" for name, asset in self._files.items()
        }

    def _add(self, name: str, content: bytes) -> None:
        media_type = guess_type(name)[0] or "application/octet-stream"
        digest = hashlib.sha256(content).hexdigest()[:12]
        self._files[name] = Asset(content, media_type, digest)

    def address(self, name: str) -> str:
        """Where a page finds `name`; the address changes with the content."""
        return self._addresses[name]

    def answer(self, name: str, *, known: str = "") -> Response:
        """The file, or 304 when the browser holds it. Raises `NotFound`."""
        asset = self._files.get(name)
        if asset is None:
            raise NotFound
        headers = {"ETag": f'"{asset.digest}"', "Cache-Control": ALWAYS}
        if known.strip('W/"') == asset.digest:
            return Response(status_code=304, headers=headers)
        return Response(asset.content, media_type=asset.media_type, headers=headers)
