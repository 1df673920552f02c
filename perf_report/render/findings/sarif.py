"""Reports of findings as SARIF 2.1.0, the OASIS interchange format of static analysis."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from perf_report import __version__
from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding, Severity, Span
from perf_report.render.findings.gitlab import finding_fingerprint
from perf_report.render.findings.report import FindingsReport, posix_path

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(report: FindingsReport) -> str:
    """One run with all results; accepted findings are suppressed results with their reason."""
    return sarif_log(sarif_results(report), {})


def sarif_log(results: list[dict[str, Any]], properties: dict[str, Any]) -> str:
    """A log of one run with results, and with properties of the run."""
    rules = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = rules.index(result["ruleId"])
    driver = {
        "name": "perf-report",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [{"id": rule} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    } | ({"properties": properties} if properties else {})
    data = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def sarif_results(report: FindingsReport) -> list[dict[str, Any]]:
    """The results of findings."""
    return list(_results(report))


def _results(report: FindingsReport) -> Iterator[dict[str, Any]]:
    for file in report.files:
        for located in file.findings:
            yield _result(report, located)
        for located, reason in file.accepted:
            suppression = {"kind": "inSource", "justification": reason}
            yield _result(report, located) | {"suppressions": [suppression]}


def _result(report: FindingsReport, located: LocatedFinding) -> dict[str, Any]:
    description, span = describe_finding(report.catalogue, located.finding), located.span
    return {
        "ruleId": located.finding.rule,
        "level": _LEVELS[located.finding.severity],
        "message": sarif_message(f"{description.message}\n{description.help}"),
        "locations": [sarif_location(located.file, span)],
        "partialFingerprints": {"route/v1": finding_fingerprint(located)},
    }


def sarif_location(file: str, span: Span) -> dict[str, Any]:
    """The location of a result."""
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    location = {
        "artifactLocation": {"uri": quote(posix_path(file).encode("utf-8", "surrogateescape"))},
        "region": region,
    }
    return {"physicalLocation": location}


def sarif_message(text: str) -> dict[str, str]:
    """A message; its braces are doubled, as they are placeholders otherwise (SARIF 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}
