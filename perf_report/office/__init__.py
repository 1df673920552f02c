"""Word, Excel, PDF, HTML and text files as neutral papers."""
