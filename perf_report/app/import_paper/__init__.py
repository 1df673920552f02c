"""The use case of `import`: Word, Excel, PDF, HTML and text files as specs."""
