"""The sealed ticket that a browser keeps while she is at the identity provider.

It holds what must match when she comes back (state, nonce, PKCE verifier) and where she was going;
sealed with the house's key, it serves ten minutes and opens nothing by itself.
"""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken

from services.identity.contracts import Door
from services.identity.errors import SignInExpired

TICKET_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was sent to the identity provider, and for which door.

    `again`: password and code were asked even if the provider knew her.
    """

    state: str
    nonce: str
    verifier: str
    door: Door
    return_to: str
    again: bool


class TicketOffice:
    """Seals and opens tickets with a key drawn from the house's secret."""

    def __init__(self, secret: str) -> None:
        digest = hashlib.sha256(b"parvis sign-in ticket\0" + secret.encode()).digest()
        self._seal = Fernet(base64.urlsafe_b64encode(digest))

    def seal(self, ticket: Ticket, *, at: datetime) -> str:
        content = json.dumps(asdict(ticket)).encode()
        return self._seal.encrypt_at_time(content, int(at.timestamp())).decode()

    def open(self, sealed: str, *, at: datetime) -> Ticket:
        """Raises `SignInExpired` when it is too old or not ours."""
        try:
            content = self._seal.decrypt_at_time(sealed, TICKET_SECONDS, int(at.timestamp()))
        except (InvalidToken, ValueError) as error:
            raise SignInExpired from error
        return Ticket(**json.loads(content))


def safe_return(path: str) -> str:
    """A path of this site, else its home: nobody is sent elsewhere after signing in."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if plain and "\\" not in path and path.isprintable() else "/"
