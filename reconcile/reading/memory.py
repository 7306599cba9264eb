"""Reading makes many small values and drops none: the garbage collector is paused meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector, which would walk all records again and again and find nothing.

    It saves about a third of the time that a large document takes. Nested use is harmless.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
