"""Where a finding is shown, in reports that show each at one place of one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reconcile.model import Citation, Document


def shown_first(
    citations: Sequence[Citation], in_report: Callable[[str], bool]
) -> tuple[Citation | None, list[Citation]]:
    """The citation that a finding is shown at (None where it cites nothing), and the others.

    It is the first whose path is ``in_report``, the completion report, which is what is about to be published; else
    the first.

    >>> cited = [Citation("plan.txt", 3, 1, "20%"), Citation("outcome.txt", 9, 4, "12.6%")]
    >>> shown_first(cited, {"outcome.txt"}.__contains__)[0].path
    'outcome.txt'
    """
    if not citations:
        return None, []
    number = next((n for n, citation in enumerate(citations) if in_report(citation.path)), 0)
    return citations[number], [citation for n, citation in enumerate(citations) if n != number]


def shown_file(documents: Sequence[Document]) -> str:
    """The path of the file that a finding without a citation is shown at: the first of the completion report."""
    return next((document.path for document in documents if document.role == "outcome"), documents[0].path)
