"""The values of a mail."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.foundation.i18n import Language

MailKind = Literal[
    "receipt_ready",
    "pieces_requested",
    "pieces_received",
    "delay_extended",
    "decision_ready",
    "tacit_decision",
    "withdrawn",
    "reasons_asked",
    "reasons_ready",
    "grant_revoked",
    "handed_over",
    "agent_reminder",
    "supervisor_reminder",
    "completeness_reminder",
    "transmission",
]


@dataclass(frozen=True, slots=True)
class MailContent:
    """What a mail may say: who writes, a number, a link, a day. No name, no procedure.

    `sender` is one of the addresses that the collectivity published (R112-9-2). `by` is the day
    the reader must act or learn of, included. `available_on` with `fifteen_days` adds the notice
    of R112-19, for a person who agreed to be notified on the portal; `deemed_received_on` tells
    her the rule of planning instead. `new_authority` is to whom the request was handed over.
    """

    authority: str
    service: str
    sender: str
    number: str
    link: str
    contact: str = ""
    plate: str = ""
    colour: str = "#3c4b58"
    language: Language = "fr"
    by: date | None = None
    available_on: date | None = None
    fifteen_days: bool = False
    deemed_received_on: date | None = None
    new_authority: str = ""


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that the relay took. The same key always gives the same `message_id`."""

    message_id: str
    subject: str
    # What the relay answered when it took the message.
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a mail."""

    filename: str
    media_type: str
    content: bytes
