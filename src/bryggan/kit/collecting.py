"""Holding back the garbage collector while much is built that will all be needed to the end."""

import gc
from collections.abc import Callable
from functools import wraps


def uncollected[**P, T](work: Callable[P, T]) -> Callable[P, T]:
    """Decorator: no collection while `work` runs, since each one would look through all it has built so far.

    What refers to itself is freed first after it; so only for work that ends, and never for a request's whole.
    """

    @wraps(work)
    def held(*args: P.args, **kwargs: P.kwargs) -> T:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return held
