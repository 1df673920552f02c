"""A published disclosure site, made once for all tests that look at it.

It has two departments, made of the starter's specs. One has a correction; the other has a table
that was withdrawn, and one in Chinese alone.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import succeed
from paths import PREFIX

from perf_report.serve.listener import listen
from perf_report.serve.site_server import LocalSite, SiteServer

ONE, OTHER = "demo-dandelion", "demo-thistle"
NOTE = "revision_note: {zh: 更正一项指标值。, en: Corrects one target.}"
REASON, REASON_EN = "误发，已收回。", "Sent in error."

# What a government's site tells of itself on every page.
IMPRINT = """
[site]
organiser = {zh = "示例市财政局", en = "Finance Bureau of Example City"}
contact = "电话：000-00000000"
icp = "津ICP备05000001号-1"
police = "津公网安备12010302000001号"
site_id = "1200000001"
logo = "logo.svg"
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'

# Every kind of page that the site has, with one of it.
KINDS = {
    "front": "index.html",
    "departments": "departments/index.html",
    "department": f"{ONE}/index.html",
    "department-gone": f"{OTHER}/index.html",
    "comparison": f"{ONE}/compare/index.html",
    "table": f"{ONE}/2025/index.html",
    "table-corrected": f"{ONE}/2026/index.html",
    "revision": f"{ONE}/2026/r1/index.html",
    "withdrawn": f"{OTHER}/2024/index.html",
    "year": "years/2025/index.html",
    "data": "data/index.html",
    "files": "data/2025/index.html",
    "search": "search/index.html",
}
PAGES = {
    **KINDS,
    **{f"{kind}-en": f"en/{path}" for kind, path in KINDS.items()},
    "table-chinese-only": f"{OTHER}/2025/index.html",
    "not-found": "404.html",
}


@dataclass(frozen=True)
class Published:
    """A project, and the folder that it was published to."""

    project: Path
    www: Path


def change(path: Path, *changes: tuple[str, str]) -> None:
    """Replace each text, once; it has to be there."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def copy_spec(project: Path, source: str, name: str, *changes: tuple[str, str]) -> Path:
    """A spec of the other department, made of one of the starter's."""
    spec = project / "specs" / f"{name}.yaml"
    spec.write_bytes((project / "specs" / f"{source}-demo.yaml").read_bytes())
    change(
        spec,
        (f"code: {ONE}", f"code: {OTHER}"),
        ("示例市蒲公英局（虚构）", "示例市蓟花局（虚构）"),
        ("Dandelion Bureau of Example City (Fictional)", "Thistle Bureau of Example City"),
        *changes,
    )
    return spec


def correct(project: Path) -> None:
    """Lower a target, as a correction with its reason."""
    change(
        project / "specs" / "2026-demo.yaml",
        ("target: ≥12片", "target: ≥7片"),
        ("year: 2026", f"year: 2026\nrevision: 2\n{NOTE}"),
    )


def publish_site(office: Path, folder: Path) -> None:
    """Publish a site into a folder, with a correction and a withdrawal.

    `office` is a built project with an address.
    """
    project, www = folder / "office", folder / "www" / PREFIX
    shutil.copytree(office, project)
    settings = project / "perf-report.toml"
    settings.write_text(f'licence = "CC-BY-4.0"\n{settings.read_text("utf-8")}{IMPRINT}', "utf-8")
    (project / "logo.svg").write_text(LOGO, "utf-8")
    copy_spec(project, "2025", "2025-other", ("format: 1", "format: 1\nlanguages: [zh]"))
    copy_spec(project, "2026", "2026-other")
    gone = copy_spec(project, "2025", "2024-other", ("year: 2025", "year: 2024"))
    www.parent.mkdir(parents=True)
    succeed("--project", project, "publish", www, "--no-search")
    correct(project)
    gone.unlink()
    succeed("--project", project, "publish", www, "--withdraw", f"{OTHER}/2024",
            "--reason", REASON, "--reason-en", REASON_EN)  # fmt: skip


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on a server of its own on loopback; its address."""
    server = SiteServer(LocalSite(folder=folder, base="/"), listen())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.address.rstrip("/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
