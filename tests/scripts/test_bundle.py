"""`make bundle`: one archive for a machine without a network, with the digests of all in it."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from paths import REPOSITORY


@pytest.fixture
def bundle(load_script: Callable[[str], ModuleType]) -> Any:
    return load_script("scripts/bundle.py")


@pytest.mark.parametrize(
    ("platform", "own"),
    [("linux-x86_64", False), ("linux-aarch64", False), ("macos-arm64", False),
     ("windows-x86_64", True)],
)  # fmt: skip
def test_the_packages_are_those_of_the_platform(bundle: Any, platform: str, *, own: bool) -> None:
    packages = list(bundle.pinned(bundle.TARGETS[platform], "3.12"))
    names = {package.partition("==")[0] for package in packages}
    # Windows has no time zones of its own, and nothing here runs on PyPy.
    assert ("tzdata" in names) == own
    assert "brotli" in names
    assert "brotlicffi" not in names
    assert {"python-docx", "starlette", "pyhanko", "pagefind", "weasyprint"} <= names
    assert all("--hash=sha256:" in package and ";" not in package for package in packages)


def test_pip_may_go_nowhere_for_them(bundle: Any) -> None:
    script = Path(bundle.__file__).read_text("utf-8")
    page = bundle.PAGE.read_text("utf-8")
    assert not re.search(r"https?://|index-url", script + page)
    assert page.count("--no-index --find-links wheels --no-deps --require-hashes") == 4


def test_an_archive_has_the_wheels_their_digests_and_a_page(
    bundle: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def download(packages: list[str], target: object, python: str, folder: Path) -> None:
        assert (len(packages) > 50, target, python) == (
            True,
            bundle.TARGETS["linux-x86_64"],
            "3.12",
        )
        folder.mkdir()
        (folder / "click-8-py3-none-any.whl").write_bytes(b"click")

    monkeypatch.setattr(bundle, "download", download)
    wheel = tmp_path / "perf_report-1.0-py3-none-any.whl"
    wheel.write_bytes(b"ours")
    made = [
        bundle.make_bundle(wheel, tmp_path / name, "linux-x86_64", "3.12") for name in ("a", "b")
    ]
    data = made[0].read_bytes()
    assert data == made[1].read_bytes()
    digest = made[0].with_name(f"{made[0].name}.sha256").read_text("utf-8")
    assert digest == f"{hashlib.sha256(data).hexdigest()}  {made[0].name}\n"
    with zipfile.ZipFile(made[0]) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert files["wheels/perf_report-1.0-py3-none-any.whl"] == b"ours"
    first = files["requirements.txt"].decode().splitlines()[0]
    assert first.endswith(f"1.0 --hash=sha256:{hashlib.sha256(b'ours').hexdigest()}")
    page = files["INSTALL.txt"].decode("utf-8-sig")
    assert "{" not in page
    assert page.count("\n") == page.count("\r\n")
    assert "python3.12 -m venv" in page


def test_a_bundle_is_made_of_what_the_makefile_pins() -> None:
    assert "requirements-bundle.txt" in (REPOSITORY / "Makefile").read_text("utf-8")
