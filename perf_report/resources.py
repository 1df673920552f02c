"""Paths of the files that come with the package.

`schema.json` and `templates/` are at the top of the repository, where editors look for them, and in
the package's folder once it is installed from a wheel.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _shared(name: str) -> Path:
    """The path of a file or folder at the top of the repository or in the installed package."""
    installed = PACKAGE / name
    return installed if installed.exists() else PACKAGE.parent / name


def schema_path() -> Path:
    """Return the path of the JSON Schema of specs."""
    return _shared("schema.json")


def form_schema_path() -> Path:
    """Return the path of the JSON Schema of forms."""
    return _shared("form.schema.json")


def report_schema_path() -> Path:
    """Return the path of the JSON Schema of reports on a plan."""
    return _shared("report.schema.json")


def templates_path() -> Path:
    """Return the folder of the built-in templates."""
    return _shared("templates")


def frameworks_path() -> Path:
    """Return the folder of the built-in frameworks, one YAML file each."""
    return PACKAGE / "data" / "frameworks"


def forms_path() -> Path:
    """Return the folder of the built-in forms, one YAML file each."""
    return PACKAGE / "data" / "forms"


def scorings_path() -> Path:
    """Return the folder of the built-in scorings, one YAML file each."""
    return PACKAGE / "data" / "scoring"


def example_specs_path() -> Path:
    """Return the folder of made-up specs, at least one for every built-in form."""
    return PACKAGE / "data" / "examples"


def example_reports_path() -> Path:
    """Return the folder of made-up reports on these, one for every built-in form of reports."""
    return PACKAGE / "data" / "examples" / "reports"


def form_labels_path() -> Path:
    """Return the path of the labels of what a form need not describe."""
    return PACKAGE / "data" / "form_labels.yaml"


def units_path() -> Path:
    """Return the path of the built-in unit catalogue."""
    return PACKAGE / "data" / "units.yaml"


def printed_labels_path() -> Path:
    """Return the folder of the labels that earlier forms printed, by version of table.json."""
    return PACKAGE / "data" / "printed"


def starter_path() -> Path:
    """Return the folder of the files that a new project gets."""
    return PACKAGE / "data" / "starter"


def fonts_path() -> Path:
    """Return the folder of the bundled fonts, their licence and their coverage."""
    return PACKAGE / "fonts"


def import_words_path() -> Path:
    """Return the path of the words by which offices fill in tables."""
    return PACKAGE / "data" / "import" / "words.yaml"


def import_labels_path() -> Path:
    """Return the path of the labels that offices print in place of those of the forms."""
    return PACKAGE / "data" / "import" / "labels.yaml"


def import_columns_path() -> Path:
    """Return the path of the labels that offices put over the columns of indicators."""
    return PACKAGE / "data" / "import" / "columns.yaml"
