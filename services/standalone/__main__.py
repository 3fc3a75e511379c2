"""`python -m services.standalone [--once | --clean]`: behind `make demo` and `make demo-clean`."""

import importlib
import sys

from services.standalone import endings


def main(arguments: list[str]) -> int:
    """Run the demonstration, or forget it; answers the status to leave with."""
    endings.heed()
    try:
        # Seconds to load: Ctrl-C must be heard meanwhile.
        demo = importlib.import_module("services.standalone.demo")
        status: int = (
            demo.clean() if "--clean" in arguments else demo.run(once="--once" in arguments)
        )
    except KeyboardInterrupt:
        return endings.INTERRUPTED
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
