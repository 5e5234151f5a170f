"""The web's processes stay small: what only long lists need is never loaded in them."""

import subprocess
import sys

LOADED = """
import django, sys
django.setup()
import tansiq.web.urls, tansiq.web.wsgi
from tansiq.detectors.names import match
from tansiq.model.subjects import Subject
from tansiq.picture.skeletons import queries, skeletons
match(Subject(names=("عبد الرحمن",)), Subject(names=("Abdur Rehman",)))
list(queries("Абдул Рахман")), skeletons(["Abdul Rahman"])
print(*sorted({"numba", "numpy", "llvmlite", "pandas", "polars"} & set(sys.modules)))
"""


def test_neither_a_compiler_nor_arrays_are_loaded_to_compare_and_search() -> None:
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)  # noqa: S603  our own
    assert run.stdout.split() == []
