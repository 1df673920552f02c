"""`python -m perf_report` is the command `perf-report`."""

import sys

try:
    from perf_report.cli import main
except KeyboardInterrupt:  # Ctrl-C while the command line loads
    sys.exit(130)

main()
