"""Write a table as an Excel file."""

import io

import xlsxwriter

from perf_report.model.form import Form
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary
from perf_report.office.carried_spec import with_spec
from perf_report.office.package import pack, stated_date, stated_text, unpack
from perf_report.office.write_xlsx.choices import ChoiceLists
from perf_report.office.write_xlsx.data_sheets import SheetParts, write_data_sheets
from perf_report.office.write_xlsx.entry_sheet import write_entry_sheet
from perf_report.office.write_xlsx.form_sheet import write_form_sheet
from perf_report.office.write_xlsx.formats import Formats
from perf_report.render.form_view import FormView
from perf_report.render.localized_text import join_runs

_MAIN = "xl/workbook.xml"
# A text of a spec is never a formula, an address or a number by itself.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(
    view: FormView,
    plan: Plan,
    vocabulary: Vocabulary,
    spec: Source,
    report_form: Form | None = None,
) -> bytes:
    """Return a table as an Excel file that carries its spec, as it goes out.

    With `report_form`, it is a report on the table, and has no sheets of the table's data.
    """
    stream = io.BytesIO()
    catalogue = view.localizer.mode_catalogues[0]
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        book.set_properties(
            {
                "title": stated_text(view.title),
                "author": stated_text(join_runs(view.department, " / ")),
                "created": stated_date(view.published, plan.year),
            }
        )
        formats = Formats(book=book, is_chinese=view.localizer.lang.startswith("zh"))
        choices = ChoiceLists(sheet=catalogue.format("sheet", "choices"))
        parts = SheetParts(formats=formats, choices=choices)
        form = book.add_worksheet(catalogue.format("sheet", "form"))
        write_form_sheet(form, view, formats, choices)
        entry = book.add_worksheet(catalogue.format("sheet", "entry"))
        order = (report_form or vocabulary.form).entry
        write_entry_sheet(entry, view, order, catalogue, parts)
        if report_form is None:
            write_data_sheets(book, vocabulary, plan, view.localizer, parts)
        choices.write(book)
    return pack(with_spec(unpack(stream.getvalue()), _MAIN, spec))
