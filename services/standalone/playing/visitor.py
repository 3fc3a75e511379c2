"""Somebody in front of a browser without JavaScript."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

import httpx
import pyotp

from services.foundation import clock
from services.identity.contracts import Account
from services.standalone.playing.pages import Form, Page, read

MOST_REDIRECTIONS = 12
File = tuple[str, bytes, str]
"""A file to send: its name, its content, its media type."""


class Stuck(Exception):
    """A page did not lead where it should; says which, and what it showed."""

    def __init__(self, page: Page, wanted: str) -> None:
        said = "; ".join(page.errors) or page.heading or page.title
        super().__init__(f"{wanted}: {page.status} at {page.address}: {said}")


class Visitor:
    """One browser, with its cookies."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=60, trust_env=False)
        self.page = Page(base_url, 0)

    def close(self) -> None:
        """Close the browser."""
        self._http.close()

    def go(self, address: str) -> Page:
        """Open an address."""
        return self._arrive(self._http.get(urljoin(self.page.address, address)))

    def follow(self, part: str) -> Page:
        """Follow the first link whose address contains `part`."""
        return self.go(self.page.link(part))

    def send(
        self,
        form: Form,
        values: Mapping[str, Sequence[str]] | None = None,
        *,
        button: tuple[str, str] | None = None,
        files: Mapping[str, File] | None = None,
    ) -> Page:
        """Send a form: what it holds, `values` over it, the button pressed."""
        filled = {**form.values, **{name: list(each) for name, each in (values or {}).items()}}
        if button:
            filled[button[0]] = [button[1]]
        address = urljoin(self.page.address, form.action)
        if form.method == "get":
            return self._arrive(self._http.get(address, params=filled))
        # The origin proves that the form was ours, as a browser's does.
        parts = urlsplit(self.page.address)
        headers = {"Origin": f"{parts.scheme}://{parts.netloc}", "Referer": self.page.address}
        if form.multipart:
            content, boundary = _multipart(filled, form.files, files or {})
            headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
            return self._arrive(self._http.post(address, content=content, headers=headers))
        return self._arrive(self._http.post(address, data=filled, headers=headers))

    def fetch(self, address: str) -> bytes:
        """Download a document. Raises Stuck when there is none."""
        answer = self._http.get(urljoin(self.page.address, address), follow_redirects=True)
        if answer.status_code != httpx.codes.OK:
            raise Stuck(read(str(answer.url), answer.status_code, answer.text), "a document")
        return answer.content

    def sign_in(self, door: str, account: Account) -> Page:
        """Sign in by the door at this address; an agent gives the code of the moment."""
        self.go(door)
        home = self._http.base_url.netloc
        self.send(
            self.page.form(asks="password"),
            {"username": [account.username], "password": [account.password]},
        )
        if account.totp_secret and urlsplit(self.page.address).netloc.encode() != home:
            code = pyotp.TOTP(account.totp_secret).at(clock.now())
            self.send(self.page.form(asks="otp"), {"otp": [code]})
        if urlsplit(self.page.address).netloc.encode() != home:
            raise Stuck(self.page, f"signing in {account.username}")
        return self.page

    def _arrive(self, answer: httpx.Response) -> Page:
        for _ in range(MOST_REDIRECTIONS):
            self._keep_cookies()
            if not answer.has_redirect_location:
                break
            answer = self._http.get(urljoin(str(answer.url), answer.headers["location"]))
        self.page = read(str(answer.url), answer.status_code, answer.text)
        return self.page

    def _keep_cookies(self) -> None:
        # Browsers send Secure cookies over loopback HTTP; httpx does not.
        for cookie in self._http.cookies.jar:
            cookie.secure = False


def _multipart(
    values: Mapping[str, Sequence[str]], inputs: Iterable[str], files: Mapping[str, File]
) -> tuple[bytes, str]:
    """The body as a browser writes it: the fields, then each file input, empty ones too."""
    boundary = secrets.token_hex(16)
    parts = [
        f'form-data; name="{name}"\r\n\r\n'.encode() + text.encode()
        for name, texts in values.items()
        for text in texts
    ]
    for name in sorted(inputs):
        filename, content, media_type = files.get(name, ("", b"", "application/octet-stream"))
        head = f'form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {media_type}'
        parts.append(head.encode() + b"\r\n\r\n" + content)
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: ".encode() + part + b"\r\n" for part in parts
    )
    return body + f"--{boundary}--\r\n".encode(), boundary
