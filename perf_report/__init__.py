"""perf-report: government performance target tables from version-controlled YAML."""

__version__ = "1.0.0"
