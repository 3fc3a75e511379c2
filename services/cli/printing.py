"""What commands print on standard output."""

import json
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


def print_json(value: Any) -> None:
    print_text(json.dumps(value, ensure_ascii=False, indent=2))


def print_text(text: str) -> None:
    """Half of a surrogate pair, which no UTF-8 can write, is printed as its escape."""
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))
