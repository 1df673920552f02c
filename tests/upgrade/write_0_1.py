"""Write the folder 0.1/ beside this file. It runs with perf-report 0.1.0 alone, and ran once.

    PYTHONSAFEPATH=1 python tests/upgrade/write_0_1.py

Every command runs at a set time, so that the days in the ledger and in the approvals are the
same whenever the script runs. Only the signature and its certificate are new in each run.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

import perf_report

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
FIXTURE = HERE / "0.1"

OFFICE = "示例市蒲公英局（测试证书）"
REVIEWER = "示例市财政局绩效科（虚构）"

# What the command line runs as: this script's own clock goes before the one of the machine.
RUN = """
import sys
from datetime import datetime
from perf_report import commands
moment = datetime.fromisoformat(sys.argv.pop(1))
commands.now = lambda: moment
from perf_report.cli import main
main()
"""

SETTINGS = """\
address = "https://example.org/disclosure"
licence = "CC-BY-4.0"
"""

SEVERITY = """
[severity]
e-form-limit = "warning"
"""

FRAMEWORK = """\
# 本市自定的指标体系（虚构）：另设“安全指标”。
id: city-form
name: {zh: 示例市表式, en: Form of Example City}
levels:
  - id: output
    label: {zh: 产出指标, en: Output}
    categories:
      - {id: output.quantity, label: {zh: 数量指标, en: Quantity}}
      - {id: output.safety, label: {zh: 安全指标, en: Safety}}
      - {id: output.timeliness, label: {zh: 时效指标, en: Timeliness}}
      - {id: output.cost, label: {zh: 成本指标, en: Cost}}
  - id: benefit
    label: {zh: 效益指标, en: Benefit}
    categories:
      - {id: benefit.social, label: {zh: 社会效益指标, en: Social benefit}}
  - id: satisfaction
    label: {zh: 满意度指标, en: Satisfaction}
    categories:
      - {id: satisfaction.beneficiary, label: {zh: 服务对象满意度指标, en: Beneficiaries}}
required:
  - output
"""

# In Chinese alone, by the project's own framework. The units of the indicators `odd-…` hold more
# than a unit; 0.1 takes them.
THISTLE = """\
# 虚构示例：只出中文版，用本市自定的指标体系。
format: 1
languages: [zh]
year: 2025
department:
  code: demo-thistle
  name: {zh: 示例市蓟花局（虚构）}
framework: city-form
currency_unit: 元
published: 2025-02-14
budget: {basic: 1200000.00, project: 350000.50}
tasks:
  - id: gardens
    text: {zh: 养护蓟花园，组织“蓟花节”。}
    funds: {basic: 800000.00, project: 350000.50}
  - id: office
    text: {zh: 保障日常运转。}
    funds: {basic: 400000.00}
goals:
  - id: open-gardens
    tasks: [gardens, office]
    text: {zh: 办好蓟花节，让更多居民走进蓟花园。}
    indicators:
      - id: gardens-open
        category: output.quantity
        name: {zh: 开放蓟花园数量}
        target: ≥5处
      - id: odd-visits
        category: output.quantity
        name: {zh: 入园人次}
        target: ≥1万2千人次
      - id: odd-paths
        category: output.quantity
        name: {zh: 整修步道和小桥}
        target: ≥12公里、5座
      - id: odd-tours
        category: output.quantity
        name: {zh: 讲解场次}
        target: ≥90次以上
      - id: odd-patrols
        category: output.safety
        name: {zh: 安全巡查频次}
        target: ≥2次/季度
      - id: guard
        category: output.safety
        name: {zh: 值守时间}
        target: {zh: 7*24小时}  # perf-report: allow e-form-limit -- 填报时写作“全年每天24小时”
      - id: festival
        category: output.timeliness
        name: {zh: 蓟花节举办时间}
        target: {zh: 2025年6月底前, by: 2025-06-30}
      - id: total-cost
        category: output.cost
        name: {zh: 总成本}
        target: ≤1550000.5元
      - id: odd-share
        category: benefit.social
        name: {zh: 免费入园人次占比}
        target: ≥50%。
      - id: visitors
        category: satisfaction.beneficiary
        name: {zh: 游客满意度}
        target: ≥90%
"""

CORRECTION = """\
year: 2025
revision: 2
revision_note:
  zh: 观测报告数量录入有误，更正为10份。
  en: The number of reports was entered wrongly; it is 10.\
"""

# The branches that a review is tried on: a text of specs/2026-demo.yaml, and what takes its place.
APPROVED = ("target: ≥8所", "target: ≥6所")
WEAKER = ("target: ≥99%", "target: ≥97%")


def at(year: int, month: int, day: int) -> datetime:
    """Nine in the morning of a day, in China."""
    return datetime(year, month, day, 9, tzinfo=timezone(timedelta(hours=8)))


def run(moment: datetime, *arguments: object, cwd: Path, code: int = 0) -> str:
    """What the command line prints at a moment; it has to end with this code."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN, moment.isoformat(), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode != code:
        sys.exit(f"{arguments}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def change(path: Path, *changes: tuple[str, str]) -> None:
    """Replace each text, once; it has to be there."""
    text = path.read_text("utf-8")
    for old, new in changes:
        if text.count(old) != 1:
            sys.exit(f"{path.name}: {old} is there {text.count(old)} times")
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def write_project(project: Path) -> None:
    """The made-up department that `new` brings, another one, and the real table."""
    run(at(2025, 2, 14), "new", project, cwd=project.parent)
    settings = project / "perf-report.toml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{SETTINGS}{text}{SEVERITY}", "utf-8")
    change(
        project / "specs" / "2025-demo.yaml",
        ("published: 2025-02-14", "published: 2025-02-14\nbudget_approved: 2025-01-27"),
    )
    (project / "frameworks").mkdir()
    (project / "frameworks" / "city-form.yaml").write_text(FRAMEWORK, "utf-8")
    specs = project / "specs"
    shutil.copyfile(
        REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml", specs / "2025-ccpit-tianjin.yaml"
    )
    write_thistle(specs)


def write_thistle(specs: Path) -> None:
    """Three years of the other department; only the one in the middle has the odd targets."""
    (specs / "2025-thistle.yaml").write_text(THISTLE, "utf-8")
    parts = THISTLE.split("      - id: ")
    plain = "      - id: ".join(part for part in parts if not part.startswith("odd-"))
    for year in ("2024", "2026"):
        text = plain.replace("2025", year)
        (specs / f"{year}-thistle.yaml").write_text(text, "utf-8")
    change(specs / "2024-thistle.yaml", ("≥5处", "≥4处"))
    change(specs / "2026-thistle.yaml", ("≥5处", "≥6处"), ("≥90%", "≥88%"))


def publish(project: Path, www: Path) -> None:
    """A first publication, then a correction, then a withdrawal."""
    command = ("publish", www, "--no-search")
    run(at(2025, 2, 14), *command, cwd=project)
    change(
        project / "specs" / "2025-demo.yaml",
        ("\nyear: 2025", f"\n{CORRECTION}"),
        ("target: ≥12份", "target: ≥10份"),
    )
    run(at(2025, 3, 3), *command, cwd=project)
    (project / "specs" / "2024-thistle.yaml").unlink()
    reasons = ("--reason", "误发，已收回。", "--reason-en", "Sent in error.")
    run(at(2025, 4, 1), *command, "--withdraw", "demo-thistle/2024", *reasons, cwd=project)


def fingerprint(listing: str, kind: str, subject: str) -> str:
    """The fingerprint of one change in a report as JSON."""
    data = json.loads(listing)
    (found,) = (
        each["fingerprint"]
        for one in data.get("comparisons", [data])
        for each in one["changes"]
        if (each["kind"], each["subject"]["id"]) == (kind, subject)
    )
    return str(found)


def approve(project: Path, drafts: Path) -> None:
    """Accept a change between the years, and one of a branch that is still to come."""
    day, by = at(2025, 4, 2), ("--by", REVIEWER)
    years = ("diff", "specs/2026-demo.yaml")
    found = fingerprint(
        run(day, *years, "--format", "json", cwd=project), "target-loosened", "meadows-tended"
    )
    run(day, *years, "--approve", found, *by, "--reason", "其余草地移交园林部门养护。", cwd=project)
    draft = drafts / "2026-demo.yaml"
    shutil.copyfile(project / "specs" / draft.name, draft)
    change(draft, APPROVED)
    branch = ("diff", f"specs/{draft.name}", draft)
    found = fingerprint(
        run(day, *branch, "--format", "json", cwd=project), "target-loosened", "kite-schools"
    )
    run(day, *branch, "--approve", found, *by, "--reason", "两所学校合并。",
        "--expires", "2099-12-31", cwd=project)  # fmt: skip


def certify() -> tuple[bytes, bytes]:
    """A key of a made-up office in a PKCS #12 file, and its certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OFFICE)])
    usages = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    usage = x509.KeyUsage(digital_signature=True, content_commitment=True, **usages)
    certificate = (
        x509.CertificateBuilder()
        .issuer_name(name)
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2125, 1, 1, tzinfo=UTC))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(b"test", key, certificate, (), NoEncryption())
    return packed, certificate.public_bytes(Encoding.PEM)


def sign(output: Path, signed: Path, drafts: Path) -> None:
    """A signed table and its certificate; the key is not kept."""
    key, certificate = certify()
    (drafts / "key.p12").write_bytes(key)
    signed.mkdir()
    (signed / "office.crt").write_bytes(certificate)
    table = output / "demo-dandelion" / "2025" / "table.en.pdf"
    run(at(2025, 4, 3), "sign", table, "--pkcs12", drafts / "key.p12",
        "--output", signed / "table.en.signed.pdf", cwd=drafts)  # fmt: skip


def review(project: Path, clone: Path, edit: tuple[str, str], code: int) -> str:
    """What a review says of a branch with one edit."""
    shutil.copytree(project, clone)
    git(clone, "init", "--quiet", "--initial-branch=main")
    commit(clone)
    git(clone, "switch", "--quiet", "--create", "topic")
    change(clone / "specs" / "2026-demo.yaml", edit)
    commit(clone)
    command = ("review", "--base", "main", "--format", "json")
    return run(at(2025, 4, 2), *command, cwd=clone, code=code)


def commit(folder: Path) -> None:
    """Commit a folder as it is."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "change")


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True)


def write_expected(project: Path, expected: Path, drafts: Path) -> None:
    """What 0.1.0 itself says of the project."""
    day, as_json = at(2025, 4, 2), ("--format", "json")
    expected.mkdir()
    said = {
        "rules.txt": run(day, "rules", cwd=project),
        "validate.json": run(day, "validate", *as_json, cwd=project),
        "diff.json": run(day, "diff", *as_json, cwd=project),
        "review-approved.json": review(project, drafts / "approved", APPROVED, 0),
        "review-weaker.json": review(project, drafts / "weaker", WEAKER, 1),
    }
    for name, text in said.items():
        (expected / name).write_text(text, "utf-8")


def keep_one_release(www: Path) -> None:
    """Leave the release that readers see: the one before is kept for a moment only."""
    releases = www.with_name(f".{www.name}.releases")
    for each in releases.iterdir():
        if each.is_dir() and each != www.resolve():
            shutil.rmtree(each)
    (releases / "lock").unlink()


def list_sums(folder: Path) -> str:
    """Every file of a folder with its SHA-256, as `sha256sum` writes it."""
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(folder / "target" / "www")
    )
    return "".join(
        f"{sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in files
    )


def main() -> None:
    """Write the folder."""
    if perf_report.__version__ != "0.1.0" or FIXTURE.exists():
        sys.exit("this runs with perf-report 0.1.0, and where there is no folder 0.1/ yet")
    with tempfile.TemporaryDirectory() as name:
        base = Path(name) / "0.1"
        drafts, project, www = Path(name) / "drafts", base / "project", base / "target" / "www"
        drafts.mkdir()
        www.parent.mkdir(parents=True)
        write_project(project)
        publish(project, www)
        approve(project, drafts)
        run(at(2025, 4, 2), "build", "--prune", cwd=project)
        (project / "output").rename(base / "output")
        shutil.rmtree(project / "site")
        sign(base / "output", base / "signed", drafts)
        write_expected(project, base / "expected", drafts)
        keep_one_release(www)
        shutil.copytree(base, FIXTURE, symlinks=True)
    (HERE / "0.1.sha256").write_text(list_sums(FIXTURE), "utf-8")


if __name__ == "__main__":
    main()
