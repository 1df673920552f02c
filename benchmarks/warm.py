"""What one warm process does, as a worker of a build does it; prints figures as JSON.

python benchmarks/warm.py pdf SPEC [--rounds N]         our PDF, and WeasyPrint's of its page
python benchmarks/warm.py typst SPEC [--rounds N]       our PDF, and a table set by Typst
python benchmarks/warm.py share FOLDER                  all outputs, and WeasyPrint's part
python benchmarks/warm.py memory FOLDER --documents N   memory after 50 documents, and after N
"""

import argparse
import csv
import gc
import itertools
import json
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.app.check.spec_check import Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.form_data_files import data_file_names
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import USUAL_FORMATS, Output, list_outputs
from perf_report.outputs.process_cache import open_printer
from perf_report.outputs.spec_summary import SpecSummary
from perf_report.outputs.table import Table
from perf_report.outputs.worker_main import collect_garbage
from perf_report.parse.source import read_source
from perf_report.pdf import printer as pdf_module
from perf_report.render.table_csv import indicators_table, write_csv

CONFIG = BuildConfig(templates=(resources.templates_path(),))
# After so many documents all caches are filled.
SETTLED = 50


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, by this process's own clock: others may be busy."""
    gc.collect()  # what was before it is not its own
    begin = time.process_time()
    work()
    return time.process_time() - begin


def in_turns(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of several pieces of work, done in turns; the first turn only warms."""
    for work in works:
        work()
    gc.collect()
    gc.freeze()
    turns = [[seconds(work) for work in works] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*turns, strict=True)]


def open_table(path: Path, standards: Standards) -> Table:
    """The table of a valid spec."""
    table = check_source(read_source(path), standards).valid_table
    if table is None:
        raise SystemExit(f"{path} has errors")
    return table


def outputs_of(table: Table) -> list[Output]:
    """All files of a table that a build makes by itself."""
    plan = table.plan
    summary = SpecSummary(
        source=table.source, digest=table.digest, identity=plan.identity,
        languages=plan.languages, framework="",
        data_files=data_file_names(table.vocabulary.form), open_table=lambda: table,
    )  # fmt: skip
    return [each for each in list_outputs(summary) if each.format in USUAL_FORMATS]


def bilingual(table: Table) -> Job:
    """The job of a table's bilingual PDF."""
    (output,) = (each for each in outputs_of(table) if each.name == "table.zh-en.pdf")
    return Job(table=table, output=output, config=CONFIG, identifier="bench")


def make_as_worker(job: Job) -> bytes:
    """Make a file as a worker does: without the garbage collector, but for what it leaves."""
    gc.disable()
    try:
        made = make_output(job)
        gc.collect()  # a worker does so for a few at a time
        return made
    finally:
        gc.enable()


def last_page(job: Job) -> str:
    """The HTML from which a PDF is laid out in the end, with the breaks that were found."""
    pages: list[str] = []
    printer = open_printer(())
    lay_out = printer.lay_out

    def note(html: str, **how: Any) -> Any:
        pages.append(html)
        return lay_out(html, **how)

    printer.lay_out = note  # type: ignore[method-assign]
    make_output(job)
    printer.lay_out = lay_out  # type: ignore[method-assign]
    return pages[-1]


def compare_pdf(spec: Path, rounds: int) -> dict[str, float]:
    """Our PDF of record in a warm worker, and a bare call of WeasyPrint with the same claims."""
    import weasyprint

    job = bilingual(open_table(spec, open_standards(Project(root=spec.parent), ())))
    html, printer = last_page(job), open_printer(())

    def bare() -> None:
        document = weasyprint.HTML(string=html)
        document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"x", font_config=printer._fonts)

    ours, theirs = in_turns(rounds, lambda: make_as_worker(job), bare)
    return {"ours": ours, "theirs": theirs}


def compare_typst(spec: Path, rounds: int) -> dict[str, float]:
    """Our PDF in a warm worker, and a table of the same rows, columns and fonts set by Typst."""
    import typst

    table = open_table(spec, open_standards(Project(root=spec.parent), ()))
    source = "\n".join(_typst(table))
    # Typst remembers what it has set, so that each turn sets another size.
    sizes = itertools.count(800)

    def theirs_once() -> None:
        text = source.replace("8pt", f"{next(sizes) / 100}pt")
        compiler.compile(input=text.encode(), format="pdf")

    compiler = typst.Compiler(font_paths=[str(resources.fonts_path())], ignore_system_fonts=True)
    job = bilingual(table)
    ours, theirs = in_turns(
        rounds,
        lambda: make_as_worker(job),
        theirs_once,
    )
    return {"ours": ours, "theirs": theirs}


def _typst(table: Table) -> Iterator[str]:
    """The indicators as a table of Typst, with merged cells for goals."""
    yield '#set page(paper: "a4", margin: 1.5cm, numbering: "1")'
    yield '#set text(font: "Perf Report Song", size: 8pt)'
    yield "#table(columns: (2fr, 1fr, 1fr, 3fr, 3fr),"
    yield "table.header([Goal], [1], [2], [3], [Target]),"
    text = write_csv(indicators_table(table.plan, table.vocabulary)).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    for goal, group in itertools.groupby(rows, key=lambda row: row["goal"]):
        of_goal = list(group)
        yield f"table.cell(rowspan: {len(of_goal)}, {json.dumps(goal)}),"
        for row in of_goal:
            names = ("level1", "level2", "name", "target")
            yield "".join(
                f"{json.dumps(row[f'{name}_zh'] + ' ' + row[f'{name}_en'], ensure_ascii=False)},"
                for name in names
            )
    yield ")"


def measure_share(folder: Path) -> dict[str, float]:
    """The seconds of checking and making all outputs, and of these WeasyPrint's own."""
    spent = {"weasyprint": 0.0, "ours": 0.0}
    printer = open_printer(())
    _watch(printer, spent)
    paths = sorted(folder.iterdir())
    standards = open_standards(Project(root=folder), ())

    def build(path: Path) -> None:
        table = open_table(path, standards)
        for output in outputs_of(table):
            collect_garbage()
            make_output(Job(table=table, output=output, config=CONFIG, identifier="bench"))

    def build_all() -> None:
        for path in paths:
            build(path)

    gc.disable()  # as a worker does, which collects what layouts leave; that counts as theirs
    build(paths[0])
    gc.collect()
    gc.freeze()
    spent.update(dict.fromkeys(spent, 0.0))
    total = seconds(build_all)
    return {"total": total, "weasyprint": spent["weasyprint"] - spent["ours"]}


def _watch(printer: Any, spent: dict[str, float]) -> None:
    """Add up the time in WeasyPrint, and in what it calls of ours while it writes."""

    def timed(key: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            begin = time.process_time()
            try:
                return work(*arguments, **options)
            finally:
                spent[key] += time.process_time() - begin

        return run

    printer.lay_out = timed("weasyprint", printer.lay_out)
    printer.write = timed("weasyprint", printer.write)
    gc.collect = timed("weasyprint", gc.collect)
    for name in ("tag_document", "claim", "embed", "painted_copy"):
        setattr(pdf_module, name, timed("ours", getattr(pdf_module, name)))


def measure_memory(folder: Path, documents: int) -> dict[str, float]:
    """The megabytes of a worker after the first documents, and after all."""
    standards = open_standards(Project(root=folder), ())
    gc.disable()
    made, settled = 0, 0.0
    for path in itertools.cycle(sorted(folder.iterdir())):
        table = open_table(path, standards)
        for output in outputs_of(table):
            if output.format == "pdf":
                collect_garbage()
                make_output(Job(table=table, output=output, config=CONFIG, identifier="x"))
                made += 1
                settled = _resident() if made == min(SETTLED, documents) else settled
                if made == documents:
                    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
                    return {"settled": settled, "end": _resident(), "peak": peak}
    raise AssertionError("cycle never ends")


def _resident() -> float:
    """The megabytes that this process holds now."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["pdf", "typst", "share", "memory"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=500)
    options = parser.parse_args()
    measures = {
        "pdf": lambda: compare_pdf(options.path, options.rounds),
        "typst": lambda: compare_typst(options.path, options.rounds),
        "share": lambda: measure_share(options.path),
        "memory": lambda: measure_memory(options.path, options.documents),
    }
    print(json.dumps(measures[options.what]()))


if __name__ == "__main__":
    main()
