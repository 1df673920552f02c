"""Save files in other formats by LibreOffice, and print pages by Chromium."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory


def save_as(files: Mapping[Path, Path], target: str) -> None:
    """Save each file at another path, in a format of LibreOffice (`pdf`, `xls:MS Excel 97`)."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", target, "--outdir", folder, *map(str, files)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for source, path in files.items():
            made = Path(folder) / f"{source.stem}.{target.partition(':')[0]}"
            shutil.copyfile(made, path)


def print_page(page: Path, path: Path) -> None:
    """Print a web page as a PDF by Chromium."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={path}", str(page)],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
