"""From a plan to what people read: pages, PDF, tables of data, and findings as text."""
