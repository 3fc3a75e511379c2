"""Plans as JSON-able values, for the command line and the administration."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from services.onboarding.contracts import Applied, Plan


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """`{changes: n, summary, identity_provider, tenants: [{siren, name, file, changes, …}]}`."""
    summary = Counter(change.kind for change in plan.changes)
    return {
        "changes": len(plan.changes),
        "summary": {kind: summary[kind] for kind in ("added", "changed", "removed")},
        "identity_provider": plan.identity_provider,
        "tenants": [
            {
                "siren": tenant.siren,
                "name": tenant.name,
                "slug": tenant.slug,
                "file": tenant.file,
                "changes": [asdict(change) for change in tenant.changes],
                "obstacles": [asdict(obstacle) for obstacle in tenant.obstacles],
            }
            for tenant in plan.tenants
        ],
    }


def applied_as_json(applied: Applied) -> dict[str, Any]:
    """The plan that was applied, with the organizations that Keycloak made or still owes."""
    return {
        **plan_as_json(applied.plan),
        "organizations": list(applied.organizations),
        "waiting": list(applied.waiting),
    }
