"""The `parvis` command: reads arguments, calls an action, prints.

With `--json`, standard output is the answer and nothing else; everything else goes to standard
error. Status: 0 done, 1 refused or broken, 2 an answer says that its question was bad.
"""

import sys
from importlib import import_module


def main() -> None:
    """The entry point of the command: what questions the law loads nothing else of the house."""
    law = sys.argv[1:2] == ["law"]
    import_module("services.cli.questioning" if law else "services.cli.commands").run()
