"""The made-up reports that come with the product, each with the example of its plan."""

from functools import cache
from pathlib import Path

from html_pages import Page
from paths import REPOSITORY
from vocabularies import complete, forms, vocabulary_of

from perf_report import resources
from perf_report.model.public_plan import public_plan
from perf_report.model.public_report import public_report
from perf_report.model.source import Source
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table, TableReport
from perf_report.parse.load import load_plan
from perf_report.parse.reports import load_report
from perf_report.parse.scorings import load_scorings
from perf_report.parse.source import read_source
from perf_report.render.localized_text import Mode

REPORTS = sorted(resources.example_reports_path().glob("*.yaml"))
NAMES = [path.stem for path in REPORTS]
REAL = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"


@cache
def _plans() -> dict[str, Path]:
    loaded = {path: load_plan(read_source(path)).plan for path in
              resources.example_specs_path().glob("*.yaml")}  # fmt: skip
    return {str(plan.identity): path for path, plan in loaded.items() if plan}


@cache
def table_of(name: str) -> Table:
    """The report of a form, with its plan, as a build prints it."""
    source = read_source(resources.example_reports_path() / f"{name}.yaml")
    return with_report(source.data.decode())


def with_report(text: str, plan_text: str = "") -> Table:
    """A report with the plan of its example, or with another one."""
    source = Source(name="report.yaml", data=text.encode())
    report = load_report(source).report
    assert report is not None, load_report(source).findings
    path = _plans().get(str(report.of), REAL)
    spec = Source(name=path.name, data=(plan_text or path.read_text("utf-8")).encode())
    loaded = load_plan(spec).plan
    assert loaded is not None
    plan = complete(loaded)
    plan = public_plan(plan, vocabulary_of(plan).form)
    form = forms()[report.form or ""]
    known = TableReport(
        report=public_report(report, form),
        form=form,
        scoring=load_scorings(()).get(report.scoring or ""),
        source=source,
    )
    return Table(plan=plan, vocabulary=vocabulary_of(plan), source=spec).with_report(known)


def made(table: Table, mode: Mode | None = "zh", format_: Format = "html", name: str = "") -> bytes:
    """A file of a report."""
    path = name or f"evaluation.{mode}.{format_}"
    output = Output(format=format_, path=path, mode=mode)
    config = BuildConfig(templates=(resources.templates_path(),))
    return make_output(Job(table=table, output=output, config=config, identifier="x"))


@cache
def office_file(name: str, kind: Format, mode: Mode = "zh") -> bytes:
    """The Word or Excel file of an example."""
    return made(table_of(name), mode, kind)


def page_of(table: Table, mode: Mode = "zh") -> Page:
    """The web page of a report."""
    return Page(made(table, mode).decode())
