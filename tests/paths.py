"""Where the files are that tests read, and the address that their sites have."""

from pathlib import Path

import perf_report

TESTS = Path(__file__).resolve().parent
REPOSITORY = TESTS.parent
# The installed package, whose wheel is tested.
PACKAGE = Path(perf_report.__file__).parent

DATA = TESTS / "data"
EXAMPLES = TESTS / "examples"
GOLDEN = TESTS / "golden"
SCHEMAS = TESTS / "schemas"

REAL_SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
SMALL_SPEC = DATA / "small-spec.yaml"

# The address of a site; with a path, since a site seldom has a whole host.
PREFIX = "d"
ADDRESS = f"https://example.org/{PREFIX}"
