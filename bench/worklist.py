"""Pages of the work list through HTTP, over bare lists, and as the number of cases grows."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

import psycopg

from bench import limits
from bench.ground import lay, seat_agent
from bench.house import House
from bench.load import Outcome, run
from services.foundation.settings import Settings

AIM, GROWTH_AIM = 0.03, 1.2
PAGES, ROUNDS, SECONDS = 400, 3, 5
MANY, MANY_TENANTS = 1_000_000, 1_000
FEW, FEW_TENANTS = 1_000, 3


@dataclass(frozen=True, slots=True)
class _Agent:
    key: str
    slug: str


def measure(house: House) -> list[dict[str, object]]:
    """`worklist` and `worklist_growth`, each round beside its limit."""
    few, many = house.database("few"), house.database("many")
    few_agents = _furnish(few, cases=FEW, tenants=FEW_TENANTS)
    many_agents = _furnish(many, cases=MANY, tenants=MANY_TENANTS)
    admin_url = many.database_admin_url
    limits.prepare(admin_url)
    _fill_limit(admin_url)
    rates, bare, growth = [], [], []
    with house.web(few) as small, house.web(many) as large:
        for address, agents in ((small, few_agents), (large, many_agents)):
            _whole(run(("127.0.0.1", address), _gets(agents, PAGES)))
        for _round in range(ROUNDS):
            bare.append(limits.bare_lists(admin_url, seconds=SECONDS))
            less = _whole(run(("127.0.0.1", small), _gets(few_agents, PAGES)))
            more = _whole(run(("127.0.0.1", large), _gets(many_agents, PAGES)))
            rates.append(more.rate)
            growth.append(statistics.median(more.times) / statistics.median(less.times))
    return [_pages(rates, bare), _growth(growth)]


def _pages(rates: list[float], bare: list[float]) -> dict[str, object]:
    value, limit = statistics.median(rates), statistics.median(bare)
    return {
        "name": "worklist",
        "value": round(value, 1),
        "unit": "pages/s",
        "limit": round(limit, 1),
        "ratio": round(value / limit, 4),
        "meaning": f"pages of 50 through HTTP over bare lists, {MANY:,} cases; aim ≥ {AIM}",
    }


def _growth(growth: list[float]) -> dict[str, object]:
    ratio = statistics.median(growth)
    return {
        "name": "worklist_growth",
        "value": round(ratio, 3),
        "unit": "times",
        "limit": 1.0,
        "ratio": round(ratio, 3),
        "meaning": f"page time at {MANY:,} cases in {MANY_TENANTS:,} tenants over {FEW:,} in "
        f"{FEW_TENANTS}; aim ≤ {GROWTH_AIM}",
    }


def _furnish(settings: Settings, *, cases: int, tenants: int) -> list[_Agent]:
    """Tenants with an instructor signed in and their share of open cases."""
    admin_url = settings.database_admin_url
    residents = lay(settings, admin_url, tenants=tenants)
    agents = [_Agent(seat_agent(admin_url, each.tenant_id), each.slug) for each in residents]
    with psycopg.connect(admin_url) as connection:
        connection.execute(FILL, {"each": cases // tenants})
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE work_item")
    return agents


FILL = """
    INSERT INTO work_item (tenant_id, id, case_tenant_id, case_id, capacity, state, paused, stage,
        number, title, applicant, procedure_id, team_id, assignee_id, next_actor, due_on, silence,
        received_at, updated_at)
    SELECT t.id, gen_random_uuid(), t.id, gen_random_uuid(), 'owner', 'open', n %% 7 = 0,
        CASE WHEN n %% 7 = 0 THEN 'waiting_for_pieces' ELSE 'in_review' END,
        '2026-' || lpad(n::text, 5, '0'), 'Occuper le domaine public', 'Nadia Lemoine',
        'commune/occupation-domaine-public', team.id,
        CASE WHEN n %% 3 = 0 THEN m.agent_id END,
        CASE WHEN n %% 7 = 0 THEN 'person' ELSE 'collectivity' END,
        current_date + (n %% 90)::int - 10, 'rejection', now() - n * interval '1 hour', now()
    FROM tenant AS t JOIN team ON team.tenant_id = t.id
        JOIN membership AS m ON m.tenant_id = t.id, generate_series(1, %(each)s) AS n
"""


def _fill_limit(admin_url: str) -> None:
    """As many bare rows as cases; their foreign key is not what is measured."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO limit_item (id, tenant_id, case_id, state, title, due_at) "
            "SELECT gen_random_uuid(), md5('t' || (1 + n %% %(tenants)s))::uuid, "
            "gen_random_uuid(), 'open', 'Occuper le domaine public', "
            "now() + (n %% 1000) * interval '1 hour' FROM generate_series(1, %(cases)s) AS n",
            {"tenants": MANY_TENANTS, "cases": MANY},
        )
        connection.execute("VACUUM ANALYZE limit_item")


def _gets(agents: list[_Agent], count: int) -> Iterator[bytes]:
    for who in islice(cycle(agents), count):
        yield (
            f"GET /agent/{who.slug}/cases?view=all HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: parvis_session={who.key}\r\n\r\n"
        ).encode()


def _whole(outcome: Outcome) -> Outcome:
    assert set(outcome.statuses) == {200}, outcome.statuses
    return outcome
