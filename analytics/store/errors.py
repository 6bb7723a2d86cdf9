"""Errors whose text is written for the person at the screen and is shown without a traceback."""


class AimlineError(Exception):
    """What happened, where, and what to do. The base of every error a person may see."""


class StoreRefused(AimlineError):
    """The store file cannot be opened or used as asked."""


class ScoreRefused(AimlineError):
    """A score was not stored; the text says why and what to type instead."""
