"""The sources of money of a spec that names no form, as `format: 1` has them.

A spec without `form` writes the money of its tasks under these ids, and the files of a site over
all tables have a column for each of them. Any other form has its own in its file.
"""

from perf_report.model.source_tree import TOTAL, SourceTree

# The source that the money of projects is compared with.
PROJECT_EXPENDITURE = "project"

_PARTS = ("basic", PROJECT_EXPENDITURE, "other")

USUAL_SOURCES = SourceTree(ids=(TOTAL, *_PARTS), parts={TOTAL: _PARTS})
