"""Specs of one department and year, which would write the same files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker
from perf_report.model.finding import Finding
from perf_report.model.identity import Identity


def report_duplicates(specs: Iterable[CheckedSpec], checker: Checker) -> Iterator[CheckedSpec]:
    """Yield the specs; each that is a table of another one too has an error at its year."""
    checked = list(specs)
    tables: dict[Identity, list[str]] = defaultdict(list)
    for spec in checked:
        if spec.result.identity is not None:
            tables[spec.result.identity].append(spec.source.name)
    for spec in checked:
        names = tables.get(spec.result.identity, []) if spec.result.identity else []
        others = [name for name in names if name != spec.source.name]
        yield _with_error(spec, others, checker) if others else spec


def _with_error(spec: CheckedSpec, others: Sequence[str], checker: Checker) -> CheckedSpec:
    if spec.result.identity is None:
        raise AssertionError("a spec without a table has no duplicate")
    identity = spec.result.identity
    arguments = {"other": others[0], "code": identity.holder, "year": identity.year}
    finding = Finding(rule="table-duplicate", route=("year",), arguments=arguments)
    located = checker.open(spec).document.locate(finding)
    # Results from the cache name no file.
    findings = sorted((*spec.result.findings, located), key=lambda item: item.sort_key[1:])
    return replace(spec, result=replace(spec.result, findings=tuple(findings)))
