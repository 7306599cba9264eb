"""Texts that once ended the reading of quantities with an error of its own, cut down to what mattered."""

import pytest

from reconcile.quantities import extract_quantities


@pytest.mark.parametrize("text", ["0^0", "0^-1", "新增0.0^-12张"])
def test_powers_of_zero_that_are_no_number_are_not_worked_out(text: str) -> None:
    assert "^" not in "".join(quantity.text for quantity in extract_quantities(text))
    assert all(quantity.value.is_finite() for quantity in extract_quantities(text))
