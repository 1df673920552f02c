"""Where the files that travel with the package are.

`schema.json` and `templates/` stand at the top of the repository and inside the wheel's package
folder, so that an editor finds them in a checkout and the tool finds them when installed.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _shared(name: str) -> Path:
    """The path of a file or folder that the wheel carries inside the package."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


def schema_path() -> Path:
    """The JSON Schema of a spec."""
    return _shared("schema.json")


def templates_path() -> Path:
    """The folder of the built-in templates."""
    return _shared("templates")


def frameworks_path() -> Path:
    """The folder of the built-in frameworks, one YAML file each."""
    return PACKAGE / "data" / "frameworks"


def units_path() -> Path:
    """The built-in unit catalogue."""
    return PACKAGE / "data" / "units.yaml"


def starter_path() -> Path:
    """The folder of the files with which a project starts."""
    return PACKAGE / "data" / "starter"


def fonts_path() -> Path:
    """The folder of the bundled fonts, their licence and their coverage."""
    return PACKAGE / "fonts"
