"""Fuzz targets, their seeds, and what must hold of every reading; see README.md here."""
