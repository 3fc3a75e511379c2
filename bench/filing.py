"""Filing a request of twenty answers through HTTP, over the same bare inserts."""

import statistics
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from bench import limits
from bench.ground import TENANTS, Resident, lay, write_drafts
from bench.house import House
from bench.load import Outcome, run

AIM = 0.25
ROUNDS, FILED, SECONDS = 3, 2_500, 8
WARM_UP = 600


def measure(house: House) -> dict[str, object]:
    """Rounds of both, one after the other on the same server; medians."""
    settings = house.database("filing")
    admin_url = settings.database_admin_url
    residents = lay(settings, admin_url)
    drafts = write_drafts(settings, admin_url, residents, WARM_UP + ROUNDS * FILED)
    limits.prepare(admin_url)
    rates, bare, slow = [], [], []
    with house.web(settings) as port:
        address = ("127.0.0.1", port)
        warm, drafts = drafts[:WARM_UP], drafts[WARM_UP:]
        _whole(run(address, _posts(warm)), WARM_UP)
        for number in range(ROUNDS):
            bare.append(limits.bare_inserts(admin_url, seconds=SECONDS))
            mine = drafts[number * FILED : (number + 1) * FILED]
            outcome = _whole(run(address, _posts(mine)), FILED)
            rates.append(outcome.rate)
            slow.append(statistics.quantiles(outcome.times, n=20)[-1] * 1000)
    value, limit = statistics.median(rates), statistics.median(bare)
    return {
        "name": "filing",
        "value": round(value, 1),
        "unit": "filings/s",
        "limit": round(limit, 1),
        "ratio": round(value / limit, 3),
        "meaning": f"signed-in filing of 20 answers over the same bare inserts, {TENANTS} tenants, "
        f"8 clients, policies on (19 in 20 under {statistics.median(slow):.0f} ms); aim ≥ {AIM}",
    }


def _whole(outcome: Outcome, expected: int) -> Outcome:
    """Every request must have been accepted: a refused one costs less."""
    assert outcome.statuses == {303: expected}, outcome.statuses
    return outcome


def _posts(drafts: list[tuple[Resident, UUID]]) -> Iterator[bytes]:
    for who, draft_id in drafts:
        body = urlencode(
            [
                ("csrf", who.csrf),
                ("revision", "1"),
                ("statement", "accurate"),
                ("statement", "restore"),
                ("notification", "portal"),
            ]
        )
        yield (
            f"POST /c/{who.slug}/drafts/{draft_id}/review HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nCookie: parvis_session={who.key}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
