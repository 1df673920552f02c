"""Read the content of a PDF of unknown origin.

Everything is read within limits, and nothing in the document is run. `open_pdf` opens it;
`attachments`, `metadata`, `page_text`, `structure_text`, `content_digest`, `known_entries`,
`incremental_updates` and `file_layout` each read one part; `pdf_document` joins the parts, and
`differences` compares two documents.
"""
