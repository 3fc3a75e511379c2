"""Mails leave from here, under the same Message-ID whenever the same key is asked for."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from services.foundation.errors import Outage
from services.foundation.settings import Settings
from services.messages._composing import compose, message_id, recipient
from services.messages.contracts import Enclosed, MailContent, MailKind, SentMail
from services.messages.errors import AddressRefused, MailTooHeavy

TIMEOUT = 15.0
# From here on a relay's answer about an address is final (RFC 5321 4.2.1).
PERMANENT = 500
# A message over the size that a relay takes (RFC 1870 6).
TOO_HEAVY = 552


@dataclass(frozen=True, slots=True)
class MailRelay:
    """The relay that mails go through.

    `url` is `smtp://host:port` (encrypted when the relay offers it), `smtp+tls://` (always) or
    `smtps://`, with `user:password@` where it wants them.
    """

    url: str
    domain: str


def relay_for(settings: Settings) -> MailRelay:
    """The relay that these settings name."""
    return MailRelay(settings.smtp_url, settings.mail_domain)


async def send_mail(
    relay: MailRelay,
    *,
    kind: MailKind,
    to: str,
    tenant_id: UUID,
    key: str,
    content: MailContent,
    at: datetime,
    enclosed: Enclosed | None = None,
) -> SentMail:
    """Hand the mail of `key` to the relay. Asked twice, the second carries the same Message-ID.

    Raises `AddressRefused` when the address cannot receive it, `MailTooHeavy` when the relay takes
    none of this size, `Outage("SMTP")` when it does not answer or asks to wait, `MailMistake` when
    the content may not be written so.
    """
    identity = message_id(tenant_id, key, relay.domain)
    message = compose(kind, content, to=to, identity=identity, at=at, enclosed=enclosed)
    reply = await _hand_over(relay, message)
    return SentMail(identity, str(message["Subject"]), reply)


def check_address(to: str) -> None:
    """Raises `AddressRefused` for what no relay would take as an address."""
    recipient(to)


async def _hand_over(relay: MailRelay, message: EmailMessage) -> str:
    where = urlsplit(relay.url)
    try:
        _refused, said = await aiosmtplib.send(
            message,
            hostname=where.hostname,
            port=where.port,
            username=unquote(where.username) if where.username else None,
            password=unquote(where.password) if where.password else None,
            use_tls=where.scheme == "smtps",
            start_tls=True if where.scheme == "smtp+tls" else None,
            timeout=TIMEOUT,
        )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        if all(each.code >= PERMANENT for each in refused.recipients):
            raise AddressRefused from None
        raise Outage("SMTP", "recipient deferred") from None
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        if isinstance(error, aiosmtplib.SMTPResponseException) and error.code == TOO_HEAVY:
            raise MailTooHeavy from None
        # The reason names the failure, never the address it concerns.
        raise Outage("SMTP", type(error).__name__) from None
    # Any other answer to the message itself was raised above (RFC 5321 4.2.2).
    return f"{aiosmtplib.SMTPStatus.completed.value} {said}"
