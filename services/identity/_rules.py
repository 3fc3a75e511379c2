"""How long a session lives. Pure."""

from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["visitor", "resident", "agent"]

# A visitor's session guards the draft she has not signed: it must outlast a coffee, not a week.
LONGEST: dict[Kind, timedelta] = {
    "visitor": timedelta(hours=24),
    "resident": timedelta(hours=12),
    "agent": timedelta(hours=12),
}
# RGAA 13.1 and WCAG 2.2.6: a resident who pauses in a long form finds it again.
IDLE: dict[Kind, timedelta] = {
    "visitor": timedelta(hours=24),
    "resident": timedelta(hours=2),
    "agent": timedelta(hours=1),
}
# Written at most this often, so that reading a page costs no write.
SEEN_EVERY = timedelta(minutes=5)


def kind_of(*, is_agent: bool, is_verified: bool) -> Kind:
    """What kind of session it is."""
    if is_agent:
        return "agent"
    return "resident" if is_verified else "visitor"


def is_over(kind: Kind, *, last_seen_at: datetime, expires_at: datetime, at: datetime) -> bool:
    """Whether a session is over, by its age or by its silence."""
    return at >= expires_at or at - last_seen_at >= IDLE[kind]
