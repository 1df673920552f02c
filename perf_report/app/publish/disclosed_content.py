"""Recognise what is disclosed already, though the ledger's digest of it has another form.

An older version, or one with another fixed form, took another digest of the same words. The spec
that was disclosed then, or the data of the report, is at the target, under a hash of the ledger; it
says what was said.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from perf_report.errors import PublishError
from perf_report.model.source import Source
from perf_report.outputs.output_files import SPEC
from perf_report.outputs.written_content import written_content
from perf_report.publish.inventory import digest
from perf_report.publish.target import PublishedFiles
from perf_report.site.built_report import parse_site_report
from perf_report.site.history import Action, Event, History, record_folder
from perf_report.site.table_summary import TableSummary


def with_disclosed_digests(
    tables: Iterable[TableSummary], history: History, target: PublishedFiles
) -> Iterator[TableSummary]:
    """Yield the tables; one that says what was disclosed has the digest that the ledger has of it.

    Raises PublishError if a disclosed spec that has to be read is missing or was altered.
    """
    latest = history.latest_events()
    for table in tables:
        last = latest.get(table.identity)
        if last is None or last.action is Action.WITHDRAW or table.revision != last.revision:
            yield table
        elif says_what_was_disclosed(table.content, table.spec, last, target):
            yield replace(table, content=last.content)
        else:
            yield table


def says_what_was_disclosed(content: str, spec: str, last: Event, target: PublishedFiles) -> bool:
    """Whether a table, by its digest and the SHA-256 of its spec, says what an entry disclosed.

    A report on a table is known by its digest alone.

    Raises PublishError if a disclosed spec that has to be read is missing or was altered.
    """
    if content == last.content or is_disclosed_spec(spec, last):
        return True
    if last.report:
        return _report_content(last, target) == content
    return SPEC in last.files and written_content(read_disclosed_spec(last, target)) == content


def _report_content(last: Event, target: PublishedFiles) -> str | None:
    """The digest that this version takes of a disclosed report; None without its data."""
    name = f"{last.report}.json"
    if name not in last.files:
        return None
    data = json.loads(read_disclosed_file(last, name, target).data)
    return parse_site_report(data, {}).content


def is_disclosed_spec(spec: str, last: Event) -> bool:
    """Whether a spec, by its SHA-256, has the bytes of the one that an entry disclosed."""
    return SPEC in last.files and spec == last.files[SPEC].sha256


def read_disclosed_spec(event: Event, target: PublishedFiles) -> Source:
    """Return the spec that was disclosed with an entry of the ledger.

    Raises PublishError if it is missing or was altered.
    """
    return read_disclosed_file(event, SPEC, target)


def read_disclosed_file(event: Event, name: str, target: PublishedFiles) -> Source:
    """Return a file that was disclosed with an entry of the ledger.

    Raises PublishError if it is missing or was altered.
    """
    path = f"{record_folder(event.identity, event.revision)}/{name}"
    data = target.read(path)
    if data is None:
        raise PublishError("target-missing", target=target.name, path=path)
    if name in event.files and digest(data) != event.files[name].sha256:
        raise PublishError("target-altered", target=target.name, path=path)
    return Source(name=path, data=data)
