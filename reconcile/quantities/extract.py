"""Quantities in context: figures with what they count, of which kind they are, and where they were printed."""

from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from reconcile.quantities.basis import find_basis, find_marks, header_basis
from reconcile.quantities.characters import Line, normalise
from reconcile.quantities.clauses import Place, places
from reconcile.quantities.comparators import clause_bound, says_bounds
from reconcile.quantities.figures import Figure, read_figures
from reconcile.quantities.inheritance import inherit
from reconcile.quantities.lists import as_one, bounded_alike, deal_out, find_series
from reconcile.quantities.measure import Measure, find_measure
from reconcile.quantities.units import canonical

if TYPE_CHECKING:
    from reconcile.model import Basis, Quantity

_PLAIN = Decimal(1)
# beyond the digits that decimal arithmetic keeps, numbers stay as they were computed
_MOST_DIGITS = 26


def extract_quantities(text: str, unit_hint: str = "") -> "list[Quantity]":
    """Every quantity of ``text``, in reading order; numbers that only name, date or order are left out.

    ``unit_hint`` is a unit, or the column header that holds one (``计划投资额(万元)``), for bare numbers.

    >>> [(q.value, q.unit, q.measure, q.text) for q in extract_quantities("新增护理型养老床位 1500 张以上")]
    [(Decimal('1500'), '张', '护理型养老床位', '1500 张以上')]
    >>> extract_quantities("推进“231”特色产业体系，加快建设国道106")
    []
    """
    line = normalise(text)
    printed = read_figures(line.text, cell=bool(unit_hint))
    if not printed:
        return []
    figures = _under_header(printed, unit_hint) if unit_hint else printed
    around = places(line.text, figures)
    if says_bounds(line.text):
        figures = [_bounded_from_afar(line.text, *pair) for pair in zip(figures, around, strict=True)]
    found = [find_measure(line.text, *pair) for pair in zip(figures, around, strict=True)]
    series = find_series(line.text, figures, around)
    measures = inherit(line.text, figures, around, deal_out(line.text, series, figures, around, found))
    figures, around = bounded_alike(series, figures), as_one(series, around)
    marks = find_marks(line.text)
    starts = [mark.start for mark in marks]
    quantities = []
    for figure, bare, place, measure in zip(figures, printed, around, measures, strict=True):
        basis = find_basis(line.text, figure, place, measure, marks, starts)
        if figure.unit != bare.unit:
            basis = header_basis(unit_hint, basis)
        quantities.append(_quantity(text, line, figure, measure, basis))
    return quantities


@lru_cache(maxsize=4096)
def quantities_of(text: str) -> "tuple[Quantity, ...]":
    """What ``extract_quantities`` gives, remembered: in one run several stages ask for the numbers of the same text.

    >>> quantities_of("新建学校12所")[0].value
    Decimal('12')
    """
    return tuple(extract_quantities(text))


def _under_header(figures: list[Figure], header: str) -> list[Figure]:
    from reconcile.quantities.header import in_header_unit

    return [in_header_unit(figure, header) for figure in figures]


def _bounded_from_afar(text: str, figure: Figure, place: Place) -> Figure:
    """至少打造1处: the bound stands before the verb."""
    if figure.comparator != "eq":
        return figure
    bound = clause_bound(text, place.left, figure.start)
    return figure._replace(comparator=bound) if bound is not None else figure


def _plain(value: Decimal) -> Decimal:
    """The value without the zeros that multiplication leaves: 6.5万 is 65000, not 65000.0 or 6.5E+4."""
    if value.adjusted() > _MOST_DIGITS:
        return value
    whole = value.to_integral_value()
    return whole.quantize(_PLAIN) if value == whole else value.normalize()


@cache
def _model() -> "type[Quantity]":
    """The value that the engine passes on, loaded when the first one is made: importing this package stays cheap."""
    from reconcile.model import Quantity

    return Quantity


def _quantity(text: str, line: Line, figure: Figure, measure: Measure, basis: "Basis") -> "Quantity":
    """The figure as a value of the model, its spans those of the text as printed."""
    span = line.span(figure.start, figure.end)
    measure_span = line.span(measure.start, measure.end) if measure.end > measure.start else (0, 0)
    words = text[slice(*measure_span)] if measure.whole else measure.text
    return _model()(
        text[slice(*span)],
        span,
        _plain(figure.value),
        canonical(figure.unit),
        figure.comparator,
        None if figure.high is None else _plain(figure.high),
        figure.dimension,
        words,
        measure_span,
        basis,
        figure.approximate,
        -1 if measure.falls else 1,
    )
