"""What is known of a person or a place fills the questions that declare it, and stays editable."""

from collections.abc import Mapping

from services.forms.contracts import Procedure

SOURCES: Mapping[str, str] = {
    "identity": "person",
    "identity.family_name": "text",
    "identity.given_name": "text",
    "identity.email": "email",
    "identity.phone": "phone",
    "identity.address": "address",
    "place.commune": "commune",
}
"""What may fill a question, and of which kind: `identity` is who is signed in, `place` what was
chosen at the front door."""


def prefilled(
    procedure: Procedure, sources: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """The answers to begin a draft with, from `{"identity": {…}, "place": {…}}`.

    Only the parts that a question asks for are taken; a value of the wrong shape is not offered.
    """
    found: dict[str, object] = {}
    for page in procedure.pages:
        for field in page.fields:
            if field.prefill is None:
                continue
            value = _from(sources, field.prefill)
            if field.parts and isinstance(value, Mapping):
                asked = {part.id for part in field.parts}
                value = {key: kept for key, kept in value.items() if key in asked and kept}
            if value:
                found[field.id] = value
    return found


def _from(sources: Mapping[str, Mapping[str, object]], source: str) -> object:
    origin, _, key = source.partition(".")
    given = sources.get(origin, {})
    return given.get(key) if key else dict(given)
