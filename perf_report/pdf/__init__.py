"""From HTML to the PDF of record: pages, tags, metadata, attached files."""
