"""Uploaded files, within the limits of `import`."""

from starlette.datastructures import UploadFile
from starlette.requests import Request

from perf_report.app.workbench.start import MOST_BYTES


async def read_upload(request: Request) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the file of a form; None if it has none."""
    async with request.form(max_files=1, max_fields=1, max_part_size=MOST_BYTES) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            return None
        return file.filename or "", await file.read(MOST_BYTES + 1)
