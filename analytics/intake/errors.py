"""What is said when a whole file is refused."""

from analytics.store.errors import AimlineError


class IntakeRefused(AimlineError):
    """A file, a mapping or a decision was refused and nothing was stored; the text says why and what to do."""


class UnknownFormat(IntakeRefused):
    """A readable table of no format that Aimline knows: a mapping of its columns would do."""
