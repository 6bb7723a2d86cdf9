"""The formats that are recognised, one module each. A new one is a module here, its line in FORMATS and a sample in the tests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analytics.intake.batch import Batch
from analytics.intake.errors import IntakeRefused, UnknownFormat
from analytics.intake.formats import folder, istation, mapped
from analytics.intake.formats.options import Options
from analytics.intake.staging import RawFile

__all__ = ["FORMATS", "Format", "Options", "recognise"]


@dataclass(frozen=True)
class Format:
    """A format: its name in reports, how it is recognised, and how it puts rows into the arriving tables.

    `arrive` returns, for each file number, the table whose rows the report of that file counts.
    """

    name: str
    recognises: Callable[[RawFile, Options], bool]
    arrive: Callable[[Batch, Sequence[RawFile], Options], Mapping[int, str]]
    looks_like: str = field(default="")


FORMATS: tuple[Format, ...] = (
    Format("mapped scores", mapped.recognises, mapped.arrive, mapped.LOOKS_LIKE),
    Format("Istation by month", istation.recognises, istation.arrive, istation.LOOKS_LIKE),
    Format("Aimline folder", folder.recognises, folder.arrive, folder.LOOKS_LIKE),
)


def recognise(files: Sequence[RawFile], options: Options) -> Format:
    """The one format of all files of an import. Raises IntakeRefused where none or more than one fits."""
    found = [_format_of(raw, options) for raw in files]
    other = [raw.arrival.name for raw, format_ in zip(files, found, strict=True) if format_ is not found[0]]
    if other:
        raise IntakeRefused(
            f"{files[0].arrival.name} and {other[0]} are of different formats ({found[0].name} and another). "
            "Import them one after the other."
        )
    return found[0]


def _format_of(raw: RawFile, options: Options) -> Format:
    for format_ in FORMATS:
        if format_.recognises(raw, options):
            return format_
    known = "; ".join(f"{format_.name}: {format_.looks_like}" for format_ in FORMATS)
    columns = ", ".join(name for name in raw.header if name)
    raise UnknownFormat(
        f"{raw.arrival.name} is of no format that Aimline knows. Its columns are: {columns[:300]}. Known are: {known}. "
        'For a table of scores say which column is which, for example --map "student=ID,date=Date,score=Score,measure==orf".'
    )
