"""What the author of a built spec wrote, as a plan and as a digest."""

from perf_report.model.content_digest import content_digest
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.parse.load import load_plan


def written_content(spec: Source) -> str | None:
    """Return the digest of a spec's content; None if it cannot be read by this version."""
    plan = written_plan(spec)
    return None if plan is None else content_digest(plan)


def written_plan(spec: Source) -> Plan | None:
    """Return the plan of a spec; None if it cannot be read by this version."""
    return load_plan(spec).plan
