"""The libraries that processes of `import` share, loaded once; those that are missing are not."""

from contextlib import suppress
from importlib import import_module

for _name in ("lxml.html", "pypinyin", "pypdfium2", "docx", "python_calamine"):
    with suppress(ImportError):
        import_module(_name)
