"""A collectivity in plain data: what a recipe wants and what stands, comparable key by key."""

from typing import Any

from services.tenants.contracts import Recipe, Tenant


def describe(one: Recipe | Tenant) -> dict[str, Any]:
    """The columns that a recipe decides, as they are kept."""
    contact, terms = one.contact, one.sve_terms
    return {
        "siren": one.siren,
        "level": one.level,
        "code": one.code,
        "name": one.name,
        "slug": one.slug,
        "time_zone": one.time_zone,
        "calendar": one.calendar,
        "brand": {
            "color": one.brand.color,
            "plate": one.brand.plate,
            "short_name": one.brand.short_name,
        },
        "contact": {
            "service": contact.service,
            "address": contact.address,
            "email": contact.email,
            "phone": contact.phone,
            "hours": {"fr": contact.hours.fr, "en": contact.hours.en},
            "specimen": contact.specimen,
        },
        "sender_addresses": list(one.sender_addresses),
        "sve_terms": {
            "version": terms.version,
            "published_on": terms.published_on.isoformat(),
            "text": {"fr": terms.text.fr, "en": terms.text.en},
        },
        "warnings": {
            "agent": list(one.warnings.agent),
            "supervisor": list(one.warnings.supervisor),
        },
    }


def flatten(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """The same with one key for each leaf: `brand.color`."""
    flat: dict[str, Any] = {}
    for key, item in value.items():
        path = f"{prefix}{key}"
        flat |= flatten(item, f"{path}.") if isinstance(item, dict) else {path: item}
    return flat
