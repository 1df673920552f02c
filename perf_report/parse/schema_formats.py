"""The formats of texts in our schemas that no other schema has."""

from collections.abc import Callable

from perf_report.model.actual_reading import is_readable_actual
from perf_report.model.target_reading import is_readable
from perf_report.model.unit_column import is_without_unit

# What checks a text, by the name of its format.
FORMATS: dict[str, Callable[[str], bool]] = {
    "actual": is_readable_actual,
    "target": is_readable,
    "target-without-unit": is_without_unit,
}
