"""The tables of PDFs, found by the lines that are drawn around their cells."""
