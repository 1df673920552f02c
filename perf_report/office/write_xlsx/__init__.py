"""The table as an Excel file: the form to print, and beside it sheets of data."""
