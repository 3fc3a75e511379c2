"""Mails: a link and a number, under one identity, and never a header of somebody else's making."""

import email
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import get_args
from uuid import uuid4

import pytest

from services.foundation.errors import Outage
from services.messages.actions import MailRelay, send_mail
from services.messages.contracts import MailContent, MailKind, SentMail
from services.messages.errors import AddressRefused, MailMistake
from services.standalone.mailbox import Mailbox

AT = datetime(2026, 11, 3, 17, 42, tzinfo=UTC)
GIEN = uuid4()
RESIDENT = "n.lemoine@courriel.example"
CONTENT = MailContent(
    authority="Ville de Gien",
    service="Service Domaine public",
    sender="ne-pas-repondre@gien.example",
    number="C7-2026-00087",
    link="https://parvis.example/c/gien/demandes/41f0",
    contact="02 61 91 45 12",
    plate="G",
    colour="#1f3f94",
    by=date(2027, 2, 13),
    new_authority="Département du Loiret",
)


@pytest.fixture
def relay(mailbox: Mailbox) -> MailRelay:
    for old in mailbox.folder.glob("*.eml"):
        old.unlink()
    return MailRelay(f"smtp://127.0.0.1:{mailbox.port}", "parvis.example")


async def send(
    relay: MailRelay,
    kind: MailKind = "receipt_ready",
    *,
    to: str = RESIDENT,
    key: str = "mail/receipt/1",
    content: MailContent = CONTENT,
) -> SentMail:
    return await send_mail(relay, kind=kind, to=to, tenant_id=GIEN, key=key, content=content, at=AT)


def received(folder: Path) -> list[EmailMessage]:
    return [
        email.message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[misc]
        for path in sorted(folder.glob("*.eml"))
    ]


def body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    return str(part.get_content())


class TestAMail:
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("kind", get_args(MailKind))
    async def test_carries_the_link_in_text_and_in_html(
        self, relay: MailRelay, mailbox: Mailbox, kind: MailKind, language: str
    ) -> None:
        content = replace(CONTENT, language=language)  # type: ignore[arg-type]

        await send(relay, kind, content=content)

        (message,) = received(mailbox.folder)
        assert message["To"] == RESIDENT
        assert "C7-2026-00087" in message["Subject"]
        assert message["Content-Language"] == language
        assert CONTENT.link in body(message, "plain")
        assert f'href="{CONTENT.link}"' in body(message, "html")

    async def test_says_by_when_in_the_language_of_its_reader(
        self, relay: MailRelay, mailbox: Mailbox
    ) -> None:
        await send(relay, "pieces_requested")
        await send(relay, "pieces_requested", content=replace(CONTENT, language="en"))

        french, english = received(mailbox.folder)
        assert "d’ici au samedi 13 février 2027" in body(french, "plain")
        assert "by Saturday 13 February 2027" in body(english, "plain")

    async def test_announces_a_decision_with_the_fifteen_day_rule_only_to_who_agreed(
        self, relay: MailRelay, mailbox: Mailbox
    ) -> None:
        agreed = replace(CONTENT, fifteen_days=True, available_on=date(2027, 1, 4))
        await send(relay, "decision_ready", content=agreed)
        await send(relay, "decision_ready")

        notified, told = received(mailbox.folder)
        assert "est à votre disposition depuis le 4 janvier 2027" in body(notified, "plain")
        assert "sans ouverture au plus tard le 19 janvier 2027" in body(notified, "plain")
        assert "l’administration, article R112-20)" in body(notified, "plain")
        assert "R112-20" not in body(told, "plain")

    async def test_tells_when_a_planning_document_is_deemed_received(
        self, relay: MailRelay, mailbox: Mailbox
    ) -> None:
        content = replace(CONTENT, deemed_received_on=date(2027, 1, 5))
        await send(relay, "delay_extended", content=content)

        (told,) = received(mailbox.folder)
        assert "réputé reçu le mardi 5 janvier 2027" in body(told, "plain")
        assert "R*474-1" in body(told, "plain")
        assert "R112-20" not in body(told, "plain")

    async def test_says_by_when_the_reasons_of_a_silence_are_owed(
        self, relay: MailRelay, mailbox: Mailbox
    ) -> None:
        await send(relay, "reasons_asked", content=replace(CONTENT, by=date(2027, 1, 5)))

        (told,) = received(mailbox.folder)
        assert "au plus tard le mardi 5 janvier 2027" in body(told, "plain")

    async def test_has_the_same_identity_for_the_same_key(
        self, relay: MailRelay, mailbox: Mailbox
    ) -> None:
        first = await send(relay)
        again = await send(relay)
        other = await send(relay, key="mail/receipt/2")

        identities = [message["Message-ID"] for message in received(mailbox.folder)]
        assert first.message_id == again.message_id != other.message_id
        assert identities == [first.message_id, again.message_id, other.message_id]
        assert str(GIEN) not in first.message_id

    async def test_makes_html_of_no_value(self, relay: MailRelay, mailbox: Mailbox) -> None:
        await send(relay, content=replace(CONTENT, service="<script>alert(1)</script>"))

        (message,) = received(mailbox.folder)
        assert "<script>" not in body(message, "html")


class TestAMailThatMayNotLeave:
    @pytest.mark.parametrize("field", ["authority", "number", "sender", "link"])
    @pytest.mark.parametrize("break_", ["\r\nBcc: all@evil.example", "\nX: y", "\rX: y", "\x00"])
    async def test_because_a_value_would_add_a_header(
        self, relay: MailRelay, mailbox: Mailbox, field: str, break_: str
    ) -> None:
        forged = replace(CONTENT, **{field: f"{getattr(CONTENT, field)}{break_}"})  # type: ignore[arg-type]

        with pytest.raises(MailMistake):
            await send(relay, content=forged)

        assert received(mailbox.folder) == []

    @pytest.mark.parametrize(
        "address", ["", "nobody", "a@b@c", "n@x.fr\r\nBcc: all@evil.example", "a@x.fr, b@y.fr"]
    )
    async def test_because_its_address_is_not_one(
        self, relay: MailRelay, mailbox: Mailbox, address: str
    ) -> None:
        with pytest.raises(AddressRefused) as refused:
            await send(relay, to=address)

        assert "evil" not in str(refused.value)
        assert received(mailbox.folder) == []

    async def test_because_its_link_is_not_one(self, relay: MailRelay) -> None:
        with pytest.raises(MailMistake):
            await send(relay, content=replace(CONTENT, link="javascript:alert(1)"))

    async def test_because_the_relay_is_down(self) -> None:
        down = MailRelay("smtp://127.0.0.1:9", "parvis.example")

        with pytest.raises(Outage) as outage:
            await send(down)

        assert outage.value.part == "SMTP"
        assert RESIDENT not in str(outage.value)
