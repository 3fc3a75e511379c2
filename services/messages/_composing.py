"""A mail written out: headers, text, HTML. Pure: the same content gives the same message."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.foundation.i18n import format_date, using_language
from services.law.mentions_notices import portal_notice_mentions
from services.messages._words import NEXT_DAY, WORDS
from services.messages.contracts import Enclosed, MailContent, MailKind
from services.messages.errors import AddressRefused, MailMistake

FOLDER = Path(__file__).parent / "templates"
# What a reader is told instead of « CRPA ».
CODE = "code des relations entre le public et l’administration, article "
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def message_id(tenant_id: UUID, key: str, domain: str) -> str:
    """The identity of a mail: the same for the same key, and opaque."""
    digest = hashlib.sha256(f"{tenant_id}/{key}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def compose(
    kind: MailKind,
    content: MailContent,
    *,
    to: str,
    identity: str,
    at: datetime,
    enclosed: Enclosed | None = None,
) -> EmailMessage:
    """The message, ready to send.

    Raises `AddressRefused` when `to` is not an address, `MailMistake` when a value may not stand
    in a header, when the link is not one, or when a sentence lacks its day.
    """
    _refuse_line_breaks(content)
    with using_language(content.language):
        values = _values(content)
        page = _page(kind, content, values)
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(content.authority, content.sender)
    message["To"] = recipient(to)
    message["Subject"] = page["subject"]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = identity
    # Robots neither answer these mails nor are answered by them (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    environment = _environment()
    message.set_content(environment.get_template("mail.txt").render(page), cte="quoted-printable")
    html = environment.get_template("mail.html").render(page)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = content.language
    if enclosed is not None:
        main, _slash, sub = enclosed.media_type.partition("/")
        message.add_attachment(
            enclosed.content, maintype=main, subtype=sub, filename=enclosed.filename
        )
    return message


def _refuse_line_breaks(content: MailContent) -> None:
    for value in (content.authority, content.sender, content.number, content.link):
        if any(char < " " or char in "\x7f\x85\u2028\u2029" for char in value):
            raise MailMistake("a control character in a header")
    if urlsplit(content.link).scheme not in {"http", "https"}:
        raise MailMistake("not a link")
    if not COLOUR.fullmatch(content.colour):
        raise MailMistake("not a colour")


def _values(content: MailContent) -> dict[str, str]:
    values = {
        "authority": content.authority,
        "number": content.number,
        "new_authority": content.new_authority,
    }
    days = {
        "by": content.by,
        "deemed_received_on": content.deemed_received_on,
    }
    for name, day in days.items():
        if day is not None:
            values[name] = format_date(day, "full")
    return {name: value for name, value in values.items() if value}


def _page(kind: MailKind, content: MailContent, values: dict[str, str]) -> dict[str, Any]:
    words = WORDS[kind]
    sentences = list(words.sentences)
    if words.until is not None and content.by is not None:
        sentences.append(words.until)
    if content.deemed_received_on is not None:
        sentences.append(NEXT_DAY)
    try:
        return {
            "subject": str(words.subject).format(**values),
            "sentences": [
                *(str(sentence).format(**values) for sentence in sentences),
                *_portal_notice(content),
            ],
            "action": str(words.link),
            "mail": content,
            "to_authority": kind == "transmission",
            "english": content.language == "en",
        }
    except KeyError as missing:
        raise MailMistake(f"this mail wants {missing}") from missing


def _portal_notice(content: MailContent) -> Iterator[str]:
    """The notice of R112-19, as the law words it, to who agreed to be notified on the portal."""
    if not content.fifteen_days:
        return
    if content.available_on is None:
        raise MailMistake("this mail wants the day of its document")
    for mention in portal_notice_mentions(content.available_on):
        yield f"{mention.text} ({mention.article.replace('CRPA ', CODE)})"


def recipient(to: str) -> Address:
    """The address as a header writes it. Raises `AddressRefused`."""
    try:
        checked = validate_email(to, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise AddressRefused from None
    return Address(addr_spec=checked.ascii_email or checked.normalized)


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=name, addr_spec=address)
    except ValueError as error:
        raise MailMistake("not a sender") from error


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
