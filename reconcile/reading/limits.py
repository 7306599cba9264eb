"""How much of a document is read at most. What is beyond is refused in one line, never cut off in silence.

The limits bound memory and time against files made to exhaust them; ``docs/formats.md`` gives them to users.
"""

MEGABYTE = 1024 * 1024

# Bytes of a file; of a file whose format costs more memory than its size.
MOST_BYTES = 256 * MEGABYTE
MOST_STRUCTURED_BYTES = 64 * MEGABYTE
# Bytes of the parts of a Word or Excel file once inflated, and how many parts are looked at.
MOST_INFLATED = 512 * MEGABYTE
MOST_PARTS = 20_000
# Lines of a text that are not blank, and cells of one of them: a longer line is prose, whatever parts it.
MOST_LINES = 2_500_000
MOST_COLUMNS = 16_384
# Cells of all tables of a document, blank ones that a merged cell or a lone far cell calls for included.
MOST_CELLS = 12_000_000
# Characters of a document without an ordinary table that is looked through for other layouts.
MOST_SEARCHED = 4 * MEGABYTE
# How deep values may be nested in JSON, and elements in HTML and Word.
MOST_LEVELS = 200
# What the process that reads a PDF or an .xls file may take.
CHILD_BYTES = 2048 * MEGABYTE
CHILD_SECONDS = 300
PAGE_SECONDS = 60
