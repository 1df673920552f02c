"""Write `THIRD-PARTY.md` and `sbom.cdx.json`; `--check` only says what is stale.

`licenses.toml` has the data. The first file lists the licenses of what the wheel carries and of
what is installed with it, the second has the same as CycloneDX 1.6. Both travel in the wheel
(PEP 639, PEP 770).
"""

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

# Run as a file, where PYTHONSAFEPATH may hide what lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated_docs import run_files

REPOSITORY = Path(__file__).resolve().parent.parent
LICENSES = REPOSITORY / "scripts/licenses.toml"

# What a lock file pins: `name==version`, at the start of a line.
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)

_HEAD = """# Licenses of third parties

perf-report is under the [MIT license](LICENSE). `scripts/write_licenses.py` writes this list;
`sbom.cdx.json` has the same for programs.

## In the wheel

| component | version | license | files | changes |
| --- | --- | --- | --- | --- |
"""


def read_pins(lock: str) -> dict[str, str]:
    """The version of each package in a lock file of this repository, by its name."""
    return dict(_PIN.findall((REPOSITORY / lock).read_text(encoding="utf-8")))


def read_licenses() -> dict[str, Any]:
    """The content of `licenses.toml`."""
    return tomllib.loads(LICENSES.read_text(encoding="utf-8"))


def version_of_package() -> str:
    """The version that the wheel gets."""
    text = (REPOSITORY / "perf_report/__init__.py").read_text(encoding="utf-8")
    return text.split('__version__ = "')[1].split('"')[0]


def third_party(data: Mapping[str, Any]) -> str:
    """The text of `THIRD-PARTY.md`."""
    shipped = "".join(
        f"| [{each['name']}]({each['source']}) | {each['version']} "
        f"| [{each['license']}]({each['text']}) "
        f"| {', '.join(f'`{Path(file).name}`' for file in each['files'])} | {each['changes']} |\n"
        for each in data["shipped"]
    )
    runtime, tools = read_pins("requirements.txt"), read_pins("requirements-dev.txt")
    return (
        _HEAD
        + shipped
        + _section("Installed with it", data["required"], runtime)
        + _section(
            "With the extras, without what these packages bring along", data["extras"], tools
        )
        + _section("To build the wheel", data["build"], runtime)
    )


def _section(title: str, licenses: Mapping[str, str], pins: Mapping[str, str]) -> str:
    rows = "".join(f"| {name} | {pins[name]} | {licenses[name]} |\n" for name in sorted(licenses))
    return f"\n## {title}\n\n| package | version | license |\n| --- | --- | --- |\n{rows}"


def bill_of_materials(data: Mapping[str, Any]) -> dict[str, Any]:
    """The bill of materials of the wheel: what is in it, and the packages that it depends on."""
    version = version_of_package()
    root = f"pkg:pypi/perf-report@{version}"
    packages = list(_packages(data["required"], read_pins("requirements.txt")))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "perf-report",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": root,
                "components": [_shipped(each) for each in data["shipped"]],
            }
        },
        "components": packages,
        "dependencies": [
            {"ref": root, "dependsOn": [each["bom-ref"] for each in packages]},
            *({"ref": each["bom-ref"]} for each in packages),
        ],
    }


def _shipped(component: Mapping[str, Any]) -> dict[str, Any]:
    """A component in the wheel, with the digest of each of its files."""
    return {
        "type": "library",
        "bom-ref": f"shipped:{component['name'].lower().replace(' ', '-')}",
        "name": component["name"],
        "version": component["version"],
        "licenses": [{"license": {"id": component["license"]}}],
        "externalReferences": [{"type": "vcs", "url": component["source"]}],
        "components": [
            {
                "type": "file",
                "name": Path(file).name,
                "hashes": [{"alg": "SHA-256", "content": _digest(REPOSITORY / file)}],
            }
            for file in component["files"]
        ],
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _packages(licenses: Mapping[str, str], pins: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Each package that is installed with the wheel."""
    for name in sorted(licenses):
        purl = f"pkg:pypi/{name}@{pins[name]}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": pins[name],
            "scope": "required",
            "licenses": [{"expression": licenses[name]}],
            "purl": purl,
        }


def files() -> dict[Path, str]:
    """The text of each file that this script writes."""
    data = read_licenses()
    bill = json.dumps(bill_of_materials(data), indent=2, ensure_ascii=False) + "\n"
    return {REPOSITORY / "THIRD-PARTY.md": third_party(data), REPOSITORY / "sbom.cdx.json": bill}


if __name__ == "__main__":
    run_files(files(), __doc__)
