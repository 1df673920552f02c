"""What is edited on either side of a small table, and every change that is said of it."""

from change_rows.adjustments import ADJUSTMENTS
from change_rows.divisions import DIVISIONS
from change_rows.forms import FORMS
from change_rows.goals import GOALS
from change_rows.likeness import LIKENESS
from change_rows.plans import PLANS
from change_rows.targets import TARGETS
from change_rows.texts import TEXTS
from change_rows.unchanged import UNCHANGED
from change_rows.years import YEARS

ROWS = [
    *UNCHANGED,
    *PLANS,
    *FORMS,
    *GOALS,
    *TARGETS,
    *YEARS,
    *TEXTS,
    *DIVISIONS,
    *LIKENESS,
    *ADJUSTMENTS,
]
