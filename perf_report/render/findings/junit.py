"""Reports of findings as JUnit XML: a suite for each file, a test case for each finding."""

from collections import Counter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from perf_report.messages import describe_finding
from perf_report.model.finding import FileFindings, LocatedFinding, Severity
from perf_report.render.findings.report import FindingsReport, shown_path


def render_junit(report: FindingsReport) -> str:
    """All files. Errors and warnings fail, information passes; a file without findings passes."""
    suites = Element("testsuites", name="perf-report")
    for file in report.files:
        _suite(report, file, suites)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _suite(report: FindingsReport, file: FileFindings, suites: Element) -> None:
    failing = [item for item in file.findings if item.finding.severity is not Severity.INFO]
    suite = SubElement(
        suites,
        "testsuite",
        name=shown_path(file.name),
        tests=str(max(1, len(file.findings))),
        failures=str(len(failing)),
        errors="0",
        skipped="0",
    )
    names: Counter[str] = Counter()
    for located in file.findings:
        _case(report, located, suite, names)
    if not file.findings:
        SubElement(suite, "testcase", classname=shown_path(file.name), name="validate")


def _case(
    report: FindingsReport, located: LocatedFinding, suite: Element, names: Counter[str]
) -> None:
    """Add the case of a finding, numbered if the name is taken: readers keep one case a name."""
    finding, span = located.finding, located.span
    description = describe_finding(report.catalogue, finding)
    name = f"{finding.rule}:{span.line}:{span.column}"
    names[name] += 1
    name = name if names[name] == 1 else f"{name} ({names[name]})"
    case = SubElement(suite, "testcase", classname=shown_path(located.file), name=name)
    text = f"{shown_path(located.file)}:{span.line}:{span.column}\n{description.help}"
    if finding.severity is Severity.INFO:
        SubElement(case, "system-out").text = f"{description.message}\n{text}"
    else:
        failure = SubElement(case, "failure", message=description.message, type=finding.severity)
        failure.text = text
