"""One module a format: bytes of a document → the same rows of cells that text is turned into.

``kinds`` tells what a file is, ``grid`` makes rows of cells that may be merged, ``parts`` opens zip containers and
XML safely. The modules of the formats are imported when a document of the format is read.
"""
