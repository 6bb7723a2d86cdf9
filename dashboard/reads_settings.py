"""The door to the settings: what holds, what a change would do, what was changed. Verdicts only of students whom the viewer may see."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analytics import settings_entry
from analytics.caseload import settings as topic
from analytics.caseload.settings import Setting
from analytics.settings_entry import Preview, SettingChange
from dashboard.reads import connection, log_reads
from dashboard.viewer import Viewer


def may_change(who: Viewer) -> bool:
    """Whether the viewer may change settings, and not only try what a change would do."""
    return topic.may_change(connection(), who.staff_id, who.today)


def settings() -> list[Setting]:
    """The settings that can be changed, with their bounds; they concern no student. Key: name."""
    return topic.settings(connection())


def proposed(wanted: Mapping[str, float | None]) -> tuple[SettingChange, ...]:
    """The settings that would differ from what holds. Raises SettingRefused with every reason against them."""
    return settings_entry.proposed(connection(), wanted)


def preview(who: Viewer, changes: Sequence[SettingChange], progress: Callable[[str, float], None]) -> Preview:
    """What the changes would do to the verdicts of the viewer's students; nothing is stored."""
    return settings_entry.preview(connection(), changes, staff_id=who.staff_id, progress=progress)


def log_shown(who: Viewer, student_ids: Sequence[str]) -> None:
    """Notes that verdicts of these students were read in a preview."""
    log_reads(who, student_ids, "preview of settings")


def history() -> pd.DataFrame:
    """Each change of a setting so far, newest first; they concern no student. Key: name, recorded_at."""
    return topic.history(connection())
