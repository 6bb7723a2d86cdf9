"""`make bench`: measures a district of the size of a city and writes docs/benchmarks.md. Takes some minutes and 3 GB of disk.

python tests/benchmarks/bench.py [--students N] [--only PART…] [--keep FOLDER]

With --only, another size or a kept store nothing is written.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STUDENTS, FEW = 15_000, 1_000
PARTS = ("analysis", "typed", "imported", "pages", "clocks")

Figures = dict[str, Any]


def measure(name: str, store: Path, *more: int) -> Figures:
    """One measurement in a process of its own, so that memory and warm caches are its own."""
    command = [sys.executable, str(HERE / "measure.py"), name, str(store), *map(str, more)]
    done = subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    sys.stderr.write(f"{name} {more or ''}: {found}\n")
    return found


def take(folder: Path, students: int, parts: list[str]) -> Figures:
    """All figures asked for."""
    found: Figures = {"students": students}
    large, small = folder / "large.duckdb", folder / "small.duckdb"
    if {"analysis", "typed", "pages"} & set(parts) and not large.exists():
        found |= measure("make", large, students)
    for part in ("analysis", "pages", "typed"):  # typed writes, so it comes last
        if part in parts:
            found |= measure(part, large)
    if "pages" in parts:
        if not small.exists():
            measure("make", small, FEW)
        found["pages_few_ms"] = measure("pages", small)["pages_ms"]
    if "imported" in parts:
        fresh = folder / "import.duckdb"
        fresh.unlink(missing_ok=True)
        found |= measure("imported", fresh)
    if "clocks" in parts:
        found |= measure("clocks", folder / "clocks.duckdb")
    return found


def document(found: Figures) -> str:
    """docs/benchmarks.md."""
    slowest = sorted(found["spent"].items(), key=lambda item: -item[1])[:8]
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "streamlit", "pandas", "numpy", "scipy"))
    return (
        (HERE / "report_template.txt")
        .read_text(encoding="utf-8")
        .format(
            **found,
            few=FEW,
            cores=psutil.cpu_count(),
            memory_gib=psutil.virtual_memory().total / 2**30,
            machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
            packages=packages,
            slowest=", ".join(f"`{name}` {seconds:.1f} s" for name, seconds in slowest),
            hand_ms=found["hand_s"] / found["hand_n"] * 1000,
            page_rows="\n".join(page_row(name, found) for name in found["pages_ms"]),
        )
    )


def page_row(name: str, found: Figures) -> str:
    few, many = found["pages_few_ms"][name], found["pages_ms"][name]
    clock = f"{few['median']:.0f} ms | {many['median']:.0f} ms | {many['median'] / few['median']:.2f} | {many['p95']:.0f} ms"
    return f"| {name} | {clock} | {few['cpu']:.0f} ms | {many['cpu']:.0f} ms |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--keep", type=Path, help="a folder whose stores are made once and used again")
    asked = parser.parse_args()
    # Set where a processor needs it, these slow numpy down; the statistics by hand would look slower than they are.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = take(folder, asked.students, asked.only)
    if set(asked.only) == set(PARTS) and asked.students == STUDENTS and "make_s" in found:
        (ROOT / "docs" / "benchmarks.md").write_text(document(found), encoding="utf-8")
        sys.stderr.write("docs/benchmarks.md is written.\n")


if __name__ == "__main__":
    main()
