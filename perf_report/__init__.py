"""perf-report: government performance target tables from version-controlled YAML."""

__version__ = "0.2.0"
