"""A spec to start from, made from a form."""

from perf_report.render.starter.spec import render_starter

__all__ = ["render_starter"]
