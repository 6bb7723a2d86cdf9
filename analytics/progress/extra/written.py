"""Numbers and rows as the statistics files hold them."""

import csv
from collections.abc import Iterable
from pathlib import Path

from analytics.progress.series_csv import SeriesFileRefused

AS_R_PRINTS = {"nan": "NaN", "inf": "Inf", "-inf": "-Inf"}
NO_NUMBER = frozenset(AS_R_PRINTS.values())


def text_of(number: float) -> str:
    """Shortest text that reads back as the same double; NaN, Inf and -Inf as R writes them."""
    text = repr(float(number) + 0.0)  # no minus before zero
    return AS_R_PRINTS.get(text, text)


def only_numbers(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells, with those empty that hold no finite number."""
    return tuple("" if cell in NO_NUMBER else cell for cell in cells)


def write_rows(out: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a CSV file. Raises SeriesFileRefused where the place cannot be written to."""
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    except OSError as error:
        message = f"{out} cannot be written: {error.strerror}. Name a file in a folder that exists and that you may write to."
        raise SeriesFileRefused(message) from error
