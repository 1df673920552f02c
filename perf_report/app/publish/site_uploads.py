"""What a publication uploads: the site, change reports, and what a repair restores."""

from collections.abc import Iterator, Mapping

from perf_report.publish.inventory import digest
from perf_report.publish.upload_plan import Stage, Upload
from perf_report.site.site_run import Site


def site_uploads(site: Site) -> Iterator[Upload]:
    """Yield the files of a site as uploads."""
    stages = (
        (site.lasting, Stage.LASTING), (site.pages, Stage.PAGE), (site.entries, Stage.ENTRY),
    )  # fmt: skip
    for files, stage in stages:
        for path, sha in files.items():
            yield Upload(path=path, sha256=sha, source=site.folder / path, stage=stage)


def lasting_uploads(files: Mapping[str, bytes]) -> Iterator[Upload]:
    """Yield files that never change under their name as uploads."""
    for path, data in files.items():
        yield Upload(path=path, sha256=digest(data), source=data, stage=Stage.LASTING)
