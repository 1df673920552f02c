"""Print how long the PDF of record of the real table takes, and the plain PDF of the same page.

    python benchmarks/record.py SPEC [--rounds N]

Both are made in one process, in turns, from the same HTML with the same breaks; prints the median
seconds of each, and the size of the PDF of record in bytes.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from perf_report import resources
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.project import Project
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.pdf_attachments import printed_provenance, table_attachments
from perf_report.outputs.process_cache import localizer_of, open_pages, open_printer
from perf_report.parse.source import read_source
from perf_report.render.form_view import build_view


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Measure in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("spec", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    standards = open_standards(Project(root=options.spec.parent), ())
    table = check_source(read_source(options.spec), standards).valid_table
    if table is None:
        raise SystemExit("the spec has errors")
    config = BuildConfig(templates=(resources.templates_path(),))
    localizer, printer = localizer_of("zh-en"), open_printer(())
    view = build_view(table.plan, table.vocabulary, localizer)
    html = open_pages(config.templates).render_paged_table(
        view, breaks=frozenset(),
        provenance=printed_provenance(table, config, localizer),
    )  # fmt: skip
    attachments = table_attachments(table)
    identifier = b"bench"

    def record() -> bytes:
        return printer.print_page(html, identifier, attachments, is_ours=True)

    def plain() -> bytes:
        return bytes(printer.lay_out(html, is_ours=True).write_pdf(pdf_identifier=identifier))

    # The first of each loads what all others use.
    record()
    plain()
    pairs = [(seconds(record), seconds(plain)) for _ in range(options.rounds)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(ours, theirs, len(record()))


if __name__ == "__main__":
    main()
