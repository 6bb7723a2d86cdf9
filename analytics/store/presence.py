"""Whether a dashboard answers for a store: while it runs it keeps the store's inbox locked."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none: there an inbox is taken for a dashboard's
    fcntl = None  # type: ignore[assignment]


def inbox_of(store: Path) -> Path:
    """FILE.inbox: where the command line leaves work for a running dashboard."""
    return store.with_name(store.name + ".inbox")


def answer_for(store: Path) -> None:
    """Make the inbox, and keep it locked until this process ends, however it ends."""
    inbox = inbox_of(store)
    inbox.mkdir(exist_ok=True, mode=0o700)
    if fcntl is not None:
        fcntl.flock(os.open(inbox, os.O_RDONLY), fcntl.LOCK_EX)


def somebody_answers(store: Path) -> bool:
    """Whether a dashboard has the store. A dashboard that ended leaves its inbox, but not its lock."""
    inbox = inbox_of(store)
    if not inbox.is_dir() or fcntl is None:
        return inbox.is_dir()
    folder = os.open(inbox, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared, so that two who ask are not taken for a dashboard
    except OSError:  # locked, or a disk that knows no locks
        return True
    finally:
        os.close(folder)
    return False
