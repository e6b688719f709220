"""Written objects (成文对象): the bytes of each object of a PDF, made once and not each time that pydyf asks for them.

pydyf writes every object and then makes all of them again for the file's digest; the compression of the fonts is the
dearest part of it.
"""

from __future__ import annotations

from typing import Any

import pydyf


class WrittenObject(pydyf.Object):  # type: ignore[misc]
    """An object that nothing changes any more, in the place of the one that it was made from."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self.number, self.generation = source.number, source.generation
        self._data, self._compressible = source.data, source.compressible

    @property
    def data(self) -> Any:
        return self._data

    @property
    def compressible(self) -> Any:
        return self._compressible


def write_objects(pdf: Any) -> None:
    """Replace all objects of a finished PDF by their bytes, right before it is saved; what pydyf adds is not among them."""
    pdf.objects = [each if each.free == "f" else WrittenObject(each) for each in pdf.objects]
