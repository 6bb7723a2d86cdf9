"""Tables as files that leave the program."""

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark, so that a spreadsheet shows every name as written and runs none as a formula."""
    return ("\ufeff" + table.map(_inert).to_csv(index=False)).encode()


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
