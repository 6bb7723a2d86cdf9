"""What the person who imports says about the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """`mapping` names the file's columns (or constants, written =value); `date_format` is dmy, mdy or ymd, or empty."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    create_students: bool = False
    date_format: str | None = None
    staff_id: str | None = None
