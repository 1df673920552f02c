"""The number of a page of a PDF, which only the layout knows."""

from markupsafe import Markup

from perf_report.render.localized_text import Localizer, join_runs

# What CSS counts, between the strings that a message is in there.
_PAGE, _PAGES = '" counter(page) "', '" counter(pages) "'


def page_number_css(localizer: Localizer) -> Markup:
    """Return 第1页 共6页 in the languages of a mode, as a value of the property `content`."""
    words = join_runs(localizer.form_string("page", page=_PAGE, pages=_PAGES), " · ")
    # The words of our own catalogues have no quotes.
    return Markup(f'"{words}"')  # noqa: S704
