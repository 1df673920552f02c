"""Scores as JUnit XML: a suite an evaluation, a test case an indicator.

A case fails if the evaluation has an error or a warning on the indicator; points that are lost with
a reason fail nothing. What is wrong elsewhere in the file is a case of its own.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from perf_report.messages import describe_finding
from perf_report.model.finding import FileFindings, LocatedFinding, Severity
from perf_report.render.findings.report import shown_path
from perf_report.render.scores.scored import ScoredReport, ScoreReport
from perf_report.render.scores.words import points_of


def render_junit(report: ScoreReport) -> str:
    """Return all evaluations."""
    suites = Element("testsuites", name="perf-report")
    scored = {each.file: each for each in report.scored}
    for file in report.files:
        _suite(report, file, scored.get(file.name), suites)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _suite(
    report: ScoreReport, file: FileFindings, scored: ScoredReport | None, suites: Element
) -> None:
    failing = [each for each in file.findings if each.finding.severity is not Severity.INFO]
    suite = SubElement(suites, "testsuite", name=shown_path(file.name), errors="0", skipped="0")
    for each in scored.score.indicators if scored else ():
        own = [item for item in failing if item.finding.route[:2] == ("indicators", each.id)]
        failing = [item for item in failing if item not in own]
        case = SubElement(suite, "testcase", classname=shown_path(file.name), name=each.id)
        _fail(report, own, case)
        SubElement(case, "system-out").text = points_of(each, report.catalogue)
    for located in failing:
        name = f"{located.finding.rule}:{located.span.line}:{located.span.column}"
        case = SubElement(suite, "testcase", classname=shown_path(file.name), name=name)
        _fail(report, [located], case)
    if not len(suite):
        SubElement(suite, "testcase", classname=shown_path(file.name), name="score")
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))


def _fail(report: ScoreReport, findings: list[LocatedFinding], case: Element) -> None:
    """Say in a case what is wrong; a case has one failure, with the first message."""
    if not findings:
        return
    described = [describe_finding(report.catalogue, each.finding) for each in findings]
    kind = findings[0].finding.severity
    failure = SubElement(case, "failure", message=described[0].message, type=kind)
    failure.text = "\n".join(
        f"{shown_path(each.file)}:{each.span.line}:{each.span.column} {text.message}\n{text.help}"
        for each, text in zip(findings, described, strict=True)
    )
