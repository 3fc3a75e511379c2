"""Walk the record of every tenant: the first broken link, a cut tail, a missing case."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.audit import queries as audit
from services.audit.chain import check, check_roots
from services.audit.contracts import Break, Head, Root
from services.cases._tables import case
from services.foundation.database import Database, Operator, Transaction, Worker
from services.foundation.outbox import outbox
from services.tenants import queries as tenants


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found for one tenant: how many cases and links hold, or where the first breaks, and
    the latest daily root, which stands for all before it."""

    siren: str
    name: str
    cases: int
    links: int
    broken: Break | None
    sealed: Root | None


async def verify_record(db: Database) -> AsyncIterator[Verified]:
    """One verdict for each tenant, in the order of their names."""
    async with db.transaction(Operator()) as tx:
        known = await tenants.tenants(tx)
    for tenant in known:
        async with db.transaction(Worker(tenant.id)) as tx:
            roots = await audit.roots(tx, tenant_id=tenant.id)
            cases, links, broken = await _verify_tenant(tx, tenant.id, roots)
        sealed = roots[-1] if roots else None
        yield Verified(tenant.siren, tenant.name, cases, links, broken, sealed)


async def _verify_tenant(
    tx: Transaction, tenant_id: UUID, roots: Sequence[Root]
) -> tuple[int, int, Break | None]:
    rows = await tx.rows(
        select(case.c.id, case.c.chain_head, case.c.chain_length)
        .where(case.c.tenant_id == tenant_id)
        .order_by(case.c.filed_at, case.c.id)
    )
    heads = {row.id: Head(bytes(row.chain_head), row.chain_length) for row in rows}
    missing = await _missing_case(tx, tenant_id, frozenset(heads))
    if missing is not None:
        return len(heads), 0, missing
    counted = 0
    for case_id, head in heads.items():
        links = await audit.links(tx, tenant_id=tenant_id, case_id=case_id)
        broken = check(links, tenant_id=tenant_id, case_id=case_id, head=head)
        if broken is not None:
            return len(heads), counted, broken
        counted += len(links)
    broken = await _broken_root(tx, tenant_id, roots, heads)
    return len(heads), counted, broken


async def _missing_case(tx: Transaction, tenant_id: UUID, present: frozenset[UUID]) -> Break | None:
    """A case that the record, or what was told to the clock, remembers and the book has lost."""
    told = await tx.rows(select(outbox.c.case_id).where(outbox.c.tenant_id == tenant_id).distinct())
    remembered = await audit.cases_in_record(tx, tenant_id=tenant_id)
    lost = (remembered | {row.case_id for row in told}) - present
    if not lost:
        return None
    return Break(tenant_id, min(lost, key=str), None, "missing case")


async def _broken_root(
    tx: Transaction, tenant_id: UUID, roots: Sequence[Root], heads: Mapping[UUID, Head]
) -> Break | None:
    """A daily root that was changed or taken away, or a case that is not what one sealed."""
    broken = check_roots(roots, tenant_id=tenant_id)
    if broken is not None:
        return broken
    leaf = await audit.leaf_that_differs(tx, tenant_id=tenant_id)
    if leaf is None:
        return None
    if leaf.case_id not in heads:
        return Break(tenant_id, leaf.case_id, None, f"missing case, sealed on {leaf.day}")
    return Break(tenant_id, leaf.case_id, leaf.length, f"differs from the seal of {leaf.day}")
