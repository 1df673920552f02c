"""The one package that touches private names of WeasyPrint, pydyf, fontTools or CPython."""
