"""The whole survey of a folder."""

from __future__ import annotations

from pathlib import Path

from reconcile.surveying.pairing import survey
from reconcile.surveying.recognising import recognise
from reconcile.surveying.values import Found, Survey
from reconcile.surveying.walking import walk


def survey_folder(folder: Path) -> Survey:
    """Read the documents under a folder and put them together; a file that cannot be read is left out, and told."""
    found = walk(folder)
    read = [recognise(folder, path) for path in found.paths]
    documents = [each for each in read if isinstance(each, Found)]
    return survey(documents, [*found.left_out, *(each for each in read if not isinstance(each, Found))])
