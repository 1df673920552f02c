"""`scripts/setup`: which packages it installs when, and what it says meanwhile.

Python is a stand-in that notes what it is asked for; the real thing runs before every `make test`.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from paths import REPOSITORY

FAKE_PYTHON = """\
#!/bin/sh
case "$*" in
"-m venv --clear .venv")
    rm -rf .venv
    mkdir -p .venv/bin
    cp "$0" .venv/bin/python
    ;;
"-m pip install "*)
    for lock; do :; done
    echo "$*" >>calls
    sed -n 's/^\\([a-z].*\\)==.*/Collecting \\1==1.0 (from -r)/p' "$lock"
    echo "Installing collected packages: all"
    ! test -e broken
    ;;
esac
"""

RUN_LOCK = "click==1.0\njinja2==1.0\n"
DOCS_LOCK = "jinja2==1.0\nzensical==1.0\n"
DEV_LOCK = "click==1.0\njinja2==1.0\npytest==1.0\nzensical==1.0\n"


@dataclass(frozen=True)
class Checkout:
    """A checkout with lock files and the script."""

    folder: Path

    def lock(self, run: str, dev: str) -> None:
        """Write both lock files."""
        (self.folder / "requirements.txt").write_text(run)
        (self.folder / "requirements-dev.txt").write_text(dev)

    def setup(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run the script."""
        return subprocess.run(
            ["scripts/setup", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHON": str(self.folder / "python"), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self, *arguments: str) -> list[str]:
        """Run the script, which has to succeed; the lock files that were given to pip."""
        calls = self.folder / "calls"
        calls.write_text("")
        ran = self.setup(*arguments)
        assert ran.returncode == 0, ran.stderr
        lines = calls.read_text().splitlines()
        assert all("--require-hashes" in line for line in lines)
        return [line.split()[-1] for line in lines]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    (tmp_path / "scripts").mkdir()
    shutil.copy(REPOSITORY / "scripts/setup", tmp_path / "scripts/setup")
    (tmp_path / "python").write_text(FAKE_PYTHON)
    (tmp_path / "python").chmod(0o755)
    checkout = Checkout(tmp_path)
    checkout.lock(RUN_LOCK, DEV_LOCK)
    (tmp_path / "requirements-docs.txt").write_text(DOCS_LOCK)
    return checkout


def test_what_the_product_needs_is_installed_once_and_nothing_else(checkout: Checkout) -> None:
    assert checkout.installed() == ["requirements.txt"]
    assert checkout.installed() == []


def test_the_tools_come_on_top_once(checkout: Checkout) -> None:
    checkout.installed()
    assert checkout.installed("dev") == ["requirements-dev.txt"]
    assert checkout.installed("dev") == []
    assert checkout.installed() == []


def test_the_tools_bring_what_the_product_needs(checkout: Checkout) -> None:
    assert checkout.installed("dev") == ["requirements-dev.txt"]
    assert checkout.installed() == []


def test_what_makes_the_manual_comes_on_top_once_or_with_the_tools(checkout: Checkout) -> None:
    assert checkout.installed("docs") == ["requirements.txt", "requirements-docs.txt"]
    assert checkout.installed("docs") == []
    assert checkout.installed("dev") == ["requirements-dev.txt"]
    assert checkout.installed("docs") == []


def test_a_change_of_the_tools_alone_does_not_concern_the_product(checkout: Checkout) -> None:
    checkout.installed("dev")
    checkout.lock(RUN_LOCK, DEV_LOCK + "ruff==1.0\n")
    assert checkout.installed() == []
    assert checkout.installed("dev") == ["requirements-dev.txt"]


def test_after_another_branch_was_built_the_tools_are_seen_to_again(checkout: Checkout) -> None:
    checkout.installed("dev")
    other = ("click==2.0\njinja2==1.0\n", "click==2.0\njinja2==1.0\npytest==1.0\n")
    checkout.lock(*other)
    assert checkout.installed() == ["requirements.txt"]
    checkout.lock(RUN_LOCK, DEV_LOCK)
    assert checkout.installed("dev") == ["requirements-dev.txt"]
    assert checkout.installed() == []


def test_what_failed_is_an_error_and_is_tried_again(checkout: Checkout) -> None:
    (checkout.folder / "broken").touch()
    ran = checkout.setup()
    assert ran.returncode == 1
    assert "The packages of requirements.txt could not be installed." in ran.stderr
    (checkout.folder / "broken").unlink()
    assert checkout.installed() == ["requirements.txt"]


@pytest.mark.parametrize(
    ("what", "lock"), [("run", "requirements.txt"), ("dev", "requirements-dev.txt")]
)
def test_a_failed_update_is_tried_again_even_if_the_lock_file_is_put_back(
    checkout: Checkout, what: str, lock: str
) -> None:
    checkout.installed(what)
    checkout.lock("click==2.0\n", "click==2.0\npytest==1.0\n")
    (checkout.folder / "broken").touch()
    assert checkout.setup(what).returncode == 1
    (checkout.folder / "broken").unlink()
    checkout.lock(RUN_LOCK, DEV_LOCK)
    assert checkout.installed(what) == [lock]


def test_it_says_what_it_does_while_it_does_it(checkout: Checkout) -> None:
    checkout.lock("".join(f"{letter}==1.0\n" for letter in "abcdefghijklmnopqrstuvwxyz"), DEV_LOCK)
    ran = checkout.setup()
    assert ran.stdout == ""
    assert ran.stderr.splitlines() == [
        f"Making the environment .venv with {checkout.folder / 'python'}",
        "Installing the packages of requirements.txt",
        "  10 of 26",
        "  20 of 26",
        "  unpacking",
        "  compiling",
    ]
    assert checkout.setup().stderr == ""


def test_a_python_that_is_too_old_is_refused_by_name(checkout: Checkout) -> None:
    old = checkout.folder / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    ran = checkout.setup(PYTHON=str(old))
    assert ran.returncode == 1
    assert str(old) in ran.stderr
    assert not (checkout.folder / ".venv").exists()


def test_a_wrong_argument_is_refused_before_anything_is_done(checkout: Checkout) -> None:
    ran = checkout.setup("tests")
    assert ran.returncode == 1
    assert "Usage: scripts/setup" in ran.stderr
    assert not (checkout.folder / ".venv").exists()
