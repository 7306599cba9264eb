"""Pictures of the whole report: a sentence that says it, a drawing where the plotting library is there, a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reconcile.model import Language, Reconciliation
from reconcile.reporting.lives import Life, summed_up
from reconcile.reporting.pictures.drawing import Titled, draw
from reconcile.reporting.pictures.findings_by import findings_picture
from reconcile.reporting.pictures.flow import flow_drawing
from reconcile.reporting.pictures.moved import moved_picture
from reconcile.reporting.pictures.numbering import numbering_picture
from reconcile.reporting.pictures.reached import reached_picture
from reconcile.reporting.pictures.values import Picture
from reconcile.reporting.translations import translator

__all__ = ["Drawn", "Picture", "draw_pictures", "pictures_of"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its SVG text, None where it was not drawn."""

    picture: Picture
    svg: str | None


def pictures_of(reconciliation: Reconciliation, lang: Language) -> tuple[Picture, ...]:
    """The pictures of a report in the order of the page, those left out that have nothing to show."""
    found = (
        reached_picture(reconciliation, lang),
        findings_picture(reconciliation, "leader", lang),
        findings_picture(reconciliation, "owner", lang),
        moved_picture(reconciliation, lang),
        numbering_picture(reconciliation, lang),
    )
    return tuple(picture for picture in found if picture is not None and (picture.drawing or picture.table.count))


def draw_pictures(
    reconciliation: Reconciliation, lang: Language, lives: Sequence[Life], anchor: Callable[[str], str]
) -> tuple[tuple[Drawn, ...], str | None]:
    """All pictures of the page, and the SVG text of the promises' ways, drawn in one process.

    ``anchor`` gives the fragment that links to a target. Without the extra ``plots`` nothing is drawn.
    """
    pictures = pictures_of(reconciliation, lang)
    titled = [Titled(picture.drawing, picture.says) for picture in pictures if picture.drawing]
    if lives:
        t = translator(lang)
        titled.append(Titled(flow_drawing(lives, t), summed_up(reconciliation, t)))
    images = draw(titled, anchor)
    if images is None:
        return tuple(Drawn(picture, None) for picture in pictures), None
    drawn = iter(images)
    return (
        tuple(Drawn(picture, next(drawn) if picture.drawing else None) for picture in pictures),
        next(drawn) if lives else None,
    )
