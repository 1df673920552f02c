#!/usr/bin/env python3
"""Put the wheel and all that it needs into one archive, for machines without a network.

    scripts/bundle.py WHEEL --output dist [--platform windows-x86_64] [--python 3.12]

The packages are those of requirements-bundle.txt: the product with the extras office, serve, sign
and search. pip downloads them from wherever it looks, and checks their digests. In the archive are
the wheels, their digests, and a page that says how to install them; beside it is its own digest.
"""

import argparse
import hashlib
import platform
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-bundle.txt"
PAGE = ROOT / "scripts" / "bundle-install.txt"

# The earliest time that an archive can state, so that the same files give the same bytes.
TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Target:
    """A platform: how pip calls it, and what markers of requirements see there."""

    tags: tuple[str, ...]
    markers: dict[str, str]


def linux(machine: str) -> Target:
    """Linux with glibc 2.28 or newer."""
    tags = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1))
    names = (f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}")
    markers = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    return Target(tags=tags + names, markers={**markers, "platform_machine": machine})


def macos(machine: str, first: int) -> Target:
    """A Mac, with the oldest system that each wheel is made for."""
    kinds = (machine, "universal2")
    tags = tuple(f"macosx_{major}_0_{kind}" for major in range(15, first, -1) for kind in kinds)
    old = tuple(f"macosx_10_{n}_{kind}" for n in range(16, 8, -1) for kind in kinds)
    markers = {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"}
    return Target(tags=tags + old, markers={**markers, "platform_machine": machine})


TARGETS = {
    "linux-x86_64": linux("x86_64"),
    "linux-aarch64": linux("aarch64"),
    "macos-arm64": macos("arm64", 10),
    "windows-x86_64": Target(
        tags=("win_amd64",),
        markers={
            "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
            "platform_machine": "AMD64",
        },
    ),
}  # fmt: skip


def this_platform() -> str:
    """The name of the platform that this runs on."""
    system = {"Darwin": "macos"}.get(platform.system(), platform.system().lower())
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"{system}-{machine}"


def pinned(target: Target, python: str) -> Iterator[str]:
    """Each package of the lock that the platform needs, with its digests and without a marker.

    pip would take the markers for those of the machine that downloads.
    """
    seen = {
        **target.markers, "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    for block in re.split(r"^(?=[a-z])", LOCK.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        requirement = Requirement(block.splitlines()[0].removesuffix(" \\"))
        if requirement.marker is None or requirement.marker.evaluate(seen):
            digests = re.findall(r"--hash=sha256:[0-9a-f]{64}", block)
            yield " ".join((f"{requirement.name}{requirement.specifier}", *digests))


def download(packages: list[str], target: Target, python: str, folder: Path) -> None:
    """Download the wheels, whose digests pip checks."""
    folder.mkdir()
    listed = folder.with_name("listed.txt")
    listed.write_text("\n".join(packages), "utf-8")
    tags = [word for tag in target.tags for word in ("--platform", tag)]
    abis = [f"cp{python.replace('.', '')}", "abi3", "none"]
    subprocess.run(  # noqa: S603  # every word is our own, or a name of ours
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder),
            "--implementation", "cp", "--python-version", python, *tags,
            *(word for abi in abis for word in ("--abi", abi)), "--requirement", str(listed),
        ],
        check=True,
    )  # fmt: skip


def sha256(path: Path) -> str:
    """The digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def own_requirement(wheel: Path) -> str:
    """The requirement of our own wheel, with its digest."""
    name, version, *_ = wheel.name.split("-")
    return f"{name.replace('_', '-')}=={version} --hash=sha256:{sha256(wheel)}"


def install_page(name: str, python: str) -> bytes:
    """The page that says how to install it, as Windows' own editor shows it, too."""
    text = PAGE.read_text("utf-8").replace("{name}", name).replace("{python}", python)
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def write_archive(path: Path, name: str, files: dict[str, bytes]) -> None:
    """Write the files, and their digests, into a folder of the archive."""
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {each}\n" for each, data in sorted(files.items())
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for each, data in sorted({**files, "SHA256SUMS": sums.encode()}.items()):
            entry = zipfile.ZipInfo(f"{name}/{each}", TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)


def make_bundle(wheel: Path, output: Path, platform_name: str, python: str) -> Path:
    """Make the archive and its digest; return its path."""
    target, version = TARGETS[platform_name], wheel.name.split("-")[1]
    name = f"perf-report-{version}-{platform_name}-python{python}"
    packages = list(pinned(target, python))
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder) / "wheels"
        download(packages, target, python, wheels)
        files = {f"wheels/{each.name}": each.read_bytes() for each in wheels.iterdir()}
    files[f"wheels/{wheel.name}"] = wheel.read_bytes()
    files["requirements.txt"] = "\n".join([own_requirement(wheel), *packages, ""]).encode()
    files["INSTALL.txt"] = install_page(name, python)
    path = output / f"{name}.zip"
    output.mkdir(parents=True, exist_ok=True)
    write_archive(path, name, files)
    path.with_name(f"{path.name}.sha256").write_text(f"{sha256(path)}  {path.name}\n", "utf-8")
    return path


def main() -> None:
    """Make the bundle that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--platform", choices=TARGETS, default=this_platform())
    parser.add_argument("--python", default="{}.{}".format(*sys.version_info))
    asked = parser.parse_args()
    if asked.platform not in TARGETS:
        parser.error(f"there is no bundle for {asked.platform}; name one by --platform")
    path = make_bundle(asked.wheel, asked.output, asked.platform, asked.python)
    print(f"{path}: {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
