"""Questions put to jurisdiction as anybody may put them."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from services.foundation.database import Database, Public
from services.jurisdiction.contracts import Resolution
from services.jurisdiction.queries import resolve

TODAY = date(2026, 11, 22)
Ask = Callable[..., Awaitable[Resolution]]


@pytest.fixture
def ask(territory: Database) -> Ask:
    """Resolve a code that exists."""

    async def asked(code: str, procedure: str | None = None, on: date = TODAY) -> Resolution:
        async with territory.transaction(Public()) as tx:
            answer = await resolve(tx, code, procedure, on)
        assert isinstance(answer, Resolution)
        return answer

    return asked
