"""Errors whose text is written for the person at the screen and is shown without a traceback."""


class AimlineError(Exception):
    """What happened, where, and what to do. The base of every error a person may see."""


class StoreRefused(AimlineError):
    """The store file cannot be opened or used as asked."""


class StoreHeld(StoreRefused):
    """Another program has the store open: only then may a dashboard be asked to do what is wanted."""


class ScoreRefused(AimlineError):
    """A score was not stored; the text says why and what to type instead."""


class EventRefused(AimlineError):
    """An event or another part of a student's record was not stored; the text says why and what to do.

    `findings` are the rules that refused an event (analytics.process.typed_event.Finding), if it was rules.
    """

    def __init__(self, text: str, findings: tuple[object, ...] = ()) -> None:
        super().__init__(text)
        self.findings = findings
