"""pyHanko, which signs. It comes with the extra `sign` alone: few sign, and it brings much along.

The modules that cannot do without it are imported after `require_pyhanko` alone.
"""

import logging
from importlib.util import find_spec

from perf_report.errors import PerfReportError


def require_pyhanko() -> None:
    """Make ready for pyHanko. Raises PerfReportError where it is not installed."""
    if find_spec("pyhanko") is None:
        raise PerfReportError("pyhanko-missing")
    # What it logs is told by errors and states, in the reader's language.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
