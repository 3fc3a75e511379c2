"""`python -m services.standalone [--once | --clean]`: behind `make demo` and `make demo-clean`."""

import sys

from services.standalone.demo import clean, run

if __name__ == "__main__":
    if "--clean" in sys.argv[1:]:
        sys.exit(clean())
    sys.exit(run(once="--once" in sys.argv[1:]))
