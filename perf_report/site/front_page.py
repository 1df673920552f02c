"""The front page: how much money for what, what changed, what was announced last, and lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.completed_plan import USUAL_CURRENCY
from perf_report.model.money import add_amounts, format_amount, trim_amount
from perf_report.model.plan_total import from_yuan, in_yuan
from perf_report.model.text import Text
from perf_report.site.change_counts import ChangeCounts
from perf_report.site.event_text import list_announcements
from perf_report.site.json_ld import catalog_record
from perf_report.site.page_frame import PageFrame, embed_json_ld
from perf_report.site.paths import FRONT, department_page, localized
from perf_report.site.shares import Part, Share, share_out
from perf_report.site.site_data import SiteData, list_data_files, year_links
from perf_report.site.sums import name_currency
from perf_report.site.table_rows import TableRow, table_row
from perf_report.site.table_summary import TableSummary
from perf_report.site.year_pages import YEARS

# So many departments still fit the front page of a phone; more have a list of their own alone.
_MOST_DEPARTMENTS = 150
_LATEST = 10
# So many bars and rows are taken in at a glance; the others are in the list of the year.
_MOST_BARS, _MOST_CHANGED = 12, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsChart:
    """The money of a year, by department or by main task.

    `is_localized` is whether what the bars lead to is there in the language of the page.
    """

    total: str
    unit: str
    shares: tuple[Share, ...]
    is_by_task: bool
    is_localized: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChanges:
    """What changed in the tables of a year since the year before, those that got weakest first.

    `counts` are the sums over all tables; None where the counts of one are not known.
    """

    counts: ChangeCounts | None
    rows: tuple[TableRow, ...]


def make_front_page(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the front page in one language."""
    departments = site.departments
    events = sorted(site.history.announced(), key=lambda event: event.number)[-_LATEST:]
    record = catalog_record(
        frame.title, list_data_files(site, catalogue), catalogue,
        localized(FRONT, catalogue.language), (frame.address, site.licence),
    )  # fmt: skip
    latest = site.latest
    return frame.render(
        "front.html.j2",
        FRONT,
        catalogue.language,
        is_front=True,
        counts={
            "departments": len(departments),
            "tables": sum(not table.project for table in site.tables),
            "years": len(site.years),
            "projects": sum(bool(table.project) for table in site.tables),
        },
        examples=site.examples(catalogue.language),
        year=latest[0].year if latest else None,
        year_path=f"{YEARS}/{latest[0].year}/index.html" if latest else "",
        funds=_funds_chart(latest, site.parts, catalogue),
        changes=_year_changes(latest, catalogue),
        years=year_links(site, YEARS),
        announced=list_announcements(events, catalogue, site.chinese_only),
        departments=departments if len(departments) <= _MOST_DEPARTMENTS else [],
        linked_data=embed_json_ld(record),
    )


def _funds_chart(
    latest: Sequence[TableSummary], tasks: Sequence[Part], catalogue: Catalogue
) -> FundsChart | None:
    """The money of a year, if there is some: by task where there is one department alone."""
    counted = list(_counted(latest))
    currencies = {table.currency for table in counted}
    if not currencies:
        return None
    currency = currencies.pop() if len(currencies) == 1 else USUAL_CURRENCY
    parts = list(_department_parts(counted, currency))
    is_by_task = len(parts) == 1
    is_localized = all(table.is_in(catalogue.language) for table in counted)
    return FundsChart(
        total=format_amount(add_amounts(part.amount for part in parts)),
        unit=name_currency(currency, catalogue),
        shares=share_out(_of_table(tasks, counted) if is_by_task else _largest(parts)),
        is_by_task=is_by_task,
        is_localized=is_localized or not is_by_task,
    )


def _of_table(tasks: Sequence[Part], counted: Sequence[TableSummary]) -> list[Part]:
    """Main tasks with the way from the root to their rows, in the table of the department."""
    return [replace(part, path=f"{counted[0].path}{part.path}") for part in tasks]


def _counted(latest: Sequence[TableSummary]) -> Iterator[TableSummary]:
    """The tables whose money is counted, each amount once.

    That of a unit is within its department's, if that one is on the site; that of projects stands
    for a department without a table of its own.
    """
    with_own = {table.department for table in latest if not table.project}
    for table in latest:
        is_within = bool(table.project) and table.department in with_own
        if table.total and not is_within and table.parent not in with_own:
            yield table


def _department_parts(counted: Sequence[TableSummary], currency: str) -> Iterator[Part]:
    """The money of each department in a currency unit."""
    for code, tables in groupby(counted, key=lambda table: table.department):
        listed = list(tables)
        amount = add_amounts(_converted(table, currency) for table in listed)
        yield Part(listed[0].name, amount, department_page(code))


def _converted(table: TableSummary, currency: str) -> Decimal:
    """The money of a table in a currency unit, exactly."""
    amount = Decimal(table.total)
    yuan = None if table.currency == currency else in_yuan(amount, table.currency)
    return amount if yuan is None else trim_amount(from_yuan(yuan, currency))


def _largest(parts: Sequence[Part]) -> list[Part]:
    """The departments with the most money, and the others together."""
    ordered = sorted(parts, key=lambda part: part.amount, reverse=True)
    # One department alone is no others.
    if len(ordered) <= _MOST_BARS + 1:
        return ordered
    others = ordered[_MOST_BARS:]
    zh, en = (
        load_catalogue(language).format("site", "other-departments", count=len(others))
        for language in ("zh", "en")
    )
    amount = add_amounts(part.amount for part in others)
    return [*ordered[:_MOST_BARS], Part(Text(zh=zh, en=en), amount, "")]


def _year_changes(latest: Sequence[TableSummary], catalogue: Catalogue) -> YearChanges | None:
    """What changed since the year before; None where no table was compared."""
    compared = [table for table in latest if table.changes_path]
    if not compared:
        return None
    counts = [table.changes for table in compared if table.changes]
    changed = sorted(filter(_may_differ, compared), key=_by_weight)
    rows = tuple(table_row(table, catalogue) for table in changed[:_MOST_CHANGED])
    is_whole = len(counts) == len(compared)
    return YearChanges(counts=ChangeCounts.add(counts) if is_whole else None, rows=rows)


def _may_differ(table: TableSummary) -> bool:
    """Whether a table got weaker or stronger, or its report has not been counted."""
    return table.changes is None or table.changes.has_substance


def _by_weight(table: TableSummary) -> tuple[int, int]:
    counts = table.changes or ChangeCounts()
    return -counts.weaker, -counts.stronger
