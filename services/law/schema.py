"""The JSON Schema of the facts (`parvis law schema`), drawn from the table that reads them."""

from typing import Any, get_args

from services.law._fields import FIELDS, WHATS, FieldOfFact
from services.law.calendars import CALENDARS
from services.law.contracts import Domain, Silence
from services.law.reading import DESCRIBES, MOST_EVENTS, MOST_MONTHS
from services.law.regimes import BY_PROCEDURE

Schema = dict[str, Any]

# The year is that of the local day: an instant may bear the one before or after.
_YEAR = r"(199\d|20\d{2})"
_YEAR_OF_INSTANT = r"(1989|199\d|20\d{2}|2100)"
_DATE: Schema = {
    "type": "string",
    "anyOf": [{"format": "date"}, {"format": "date-time"}],
    "pattern": rf"^({_YEAR}-\d{{2}}-\d{{2}}|{_YEAR_OF_INSTANT}-\d{{2}}-\d{{2}}T.+)$",
    "description": "a local date of the calendar; an instant is read in its zone",
}

_DELAY = r"^P(?=.*[1-9])(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?(\d{1,4}WD)?$"
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_NULL: Schema = {"type": "null"}


def facts_schema() -> Schema:
    """One document, or a list of them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of a request, for `parvis law timeline`",
        "oneOf": [
            {"$ref": "#/$defs/facts"},
            {"type": "array", "items": {"$ref": "#/$defs/facts"}},
        ],
        "$defs": {"facts": _facts(), "regime": _regime(), "event": _event(), "date": _DATE},
    }


def _facts() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["events"],
        "oneOf": [{"required": ["regime"]}, {"required": ["procedure"]}],
        "properties": {
            "regime": {"$ref": "#/$defs/regime"},
            "procedure": {"enum": sorted(BY_PROCEDURE)},
            "calendar": {"enum": list(CALENDARS), "default": "metropole"},
            "events": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_EVENTS,
                "items": {"$ref": "#/$defs/event"},
                "contains": {"properties": {"what": {"const": "filed"}}},
                "minContains": 1,
                "maxContains": 1,
            },
            "on": _optional(_ref("date"), "only what was known on that day"),
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _optional(schema: Schema, description: str) -> Schema:
    """`null` says the same as nothing."""
    return {"anyOf": [schema, _NULL], "description": description}


def _regime() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["silence"],
        "properties": {
            "silence": {"enum": list(get_args(Silence))},
            "delay": {
                "type": ["string", "null"],
                "pattern": _DELAY,
                "description": "ISO 8601: P2M, P15D, P3W; P10WD for working days",
            },
            "domain": {"enum": list(get_args(Domain)), "default": "general"},
            "nature": _optional(_TEXT, "planning: DP, PCMI, PC, PA, PD"),
            "article": _optional(_TEXT, "the text that sets this regime"),
            **dict.fromkeys(DESCRIBES, True),
        },
        "if": {"properties": {"silence": {"const": "none"}}},
        "else": {"required": ["delay"], "properties": {"delay": {"type": "string"}}},
    }


def _event() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["at", "what"],
        "properties": {
            "at": _ref("date"),
            "what": {"enum": list(WHATS)},
            **{name: _property(field) for name, field in FIELDS.items()},
        },
        "allOf": [
            {
                "if": {"properties": {"what": {"const": what}}},
                "then": {"required": [name], "properties": {name: {"not": _NULL}}},
            }
            for name, field in FIELDS.items()
            for what in field.required
        ],
    }


def _property(field: FieldOfFact) -> Schema:
    kinds: dict[str, Schema] = {
        "date": _ref("date"),
        "choice": {"enum": list(field.choices)},
        "months": {"type": "integer", "minimum": 1, "maximum": MOST_MONTHS},
        "bool": {"type": "boolean"},
        "text": _TEXT,
    }
    return _optional(kinds[field.kind], f"{field.description} (facts: {', '.join(field.of)})")
