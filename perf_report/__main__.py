"""`python -m perf_report` is the command `perf-report`."""

from perf_report.cli import main

main()
