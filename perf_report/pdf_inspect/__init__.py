"""Read the content of a PDF of unknown origin.

Everything is read within limits, and nothing in the document is run. `open_pdf` opens it;
`attachments`, `metadata`, `page_text`, `structure_text`, `content_digest` and
`incremental_updates` each read one part; `pdf_document` joins the parts, and `differences` compares
two documents.
"""
