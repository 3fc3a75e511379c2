"""What the tests of the forms share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.forms.contracts import Procedure
from services.forms.fields.base import Field
from services.forms.loading import load_catalogue
from services.foundation.settings import ROOT
from tests.rules.forms.small import definition, written_in

Ask = Callable[..., Procedure]


@pytest.fixture
def asking(tmp_path: Path) -> Ask:
    """Load a small procedure that asks these questions."""
    return lambda fields="", **parts: written_in(tmp_path, definition(fields, **parts))


@pytest.fixture
def question(asking: Ask) -> Callable[[str], Field]:
    """Load one question from its keys in YAML."""

    def load(keys: str) -> Field:
        procedure = asking("- id: asked\n" + "\n".join(f"  {line}" for line in keys.splitlines()))
        return procedure.pages[1].fields[0]

    return load


@pytest.fixture(scope="session")
def catalogue() -> dict[str, Procedure]:
    return load_catalogue(ROOT / "forms")
