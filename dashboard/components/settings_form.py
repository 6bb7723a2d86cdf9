"""The settings in force, each with its meaning, default and bounds, and the button that shows what other numbers would do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analytics.caseload.settings import PER_CENT, Setting, problems
from analytics.settings_entry import SettingChange
from dashboard import reads_settings
from dashboard.components import settings_preview, settings_rates
from dashboard.components.escaping import escaped
from dashboard.viewer import Viewer

LOOKED = "settings_looked"  # the last preview
PREVIEW = "what-would-change"
WAITING = "settings_waiting"  # a preview that "put back" asked for
NOTE = re.compile(r"(in )?docs/methods/[\w-]+\.md")
FOR_ALL = (
    "These numbers hold for every plan in the store. Change one, look at what it would do, then decide: nothing is stored before that."
)
TRY_ONLY = (
    "You can try other numbers here and see what they would do to your students' plans. To put them in force takes somebody who may see "
    "every student, since the verdicts of all would move."
)


def draw(who: Viewer) -> None:
    """Boxes, preview, and what the last change did."""
    settings_preview.done()
    st.markdown(FOR_ALL if reads_settings.may_change(who) else TRY_ONLY)
    settings = reads_settings.settings()
    for setting in settings:
        st.session_state.setdefault(_key(setting), _shown(setting, setting.value))
    wanted = {setting.name: _value(setting) for setting in settings}
    against = problems(settings, wanted)
    _boxes(settings, against)
    changes = () if against else reads_settings.proposed(wanted)
    if not changes:
        st.session_state.pop(LOOKED, None)
        return
    st.subheader("What would change", anchor=PREVIEW)
    st.markdown("  \n".join(sentence(settings, change) for change in changes))
    with st.container(horizontal=True):
        asked = st.button("Preview", icon=":material/visibility:", key="settings_preview")
        st.button("Undo my edits", type="tertiary", key="settings_reset", on_click=_reset, args=(settings,))
    if asked or st.session_state.pop(WAITING, False):
        st.session_state[LOOKED] = settings_preview.look(who, changes)
    looked = st.session_state.get(LOOKED)
    if looked and looked.changes == changes:
        settings_preview.draw(who, looked)


def sentence(settings: Sequence[Setting], change: SettingChange) -> str:
    """One change in words, ready for Markdown."""
    setting = next(setting for setting in settings if setting.name == change.name)
    return f"**{escaped(setting.label)}**: {setting.words(change.before)} → {setting.words(change.after)}"


def put_back(values: dict[str, float]) -> None:
    """Fills the boxes with earlier values and asks for their preview; called before the page is drawn."""
    for setting in reads_settings.settings():
        if setting.name in values:
            st.session_state[_key(setting)] = _shown(setting, values[setting.name])
    st.session_state[WAITING] = True
    st.session_state["settings_view"] = "now"


def _boxes(settings: Sequence[Setting], against: Mapping[str, str]) -> None:
    for section in dict.fromkeys(setting.section for setting in settings):
        st.subheader(section, anchor=False)
        for setting in (one for one in settings if one.section == section):
            _box(setting, against.get(setting.name))


def _box(setting: Setting, problem: str | None) -> None:
    number, words = st.columns([2, 5], gap="medium")
    label = f"{setting.label} (%)" if setting.shown_as == PER_CENT and not setting.choices else setting.label
    with number:
        if setting.choices:
            st.selectbox(label, setting.choices, format_func=setting.words, key=_key(setting))
        else:
            scale = 100 if setting.shown_as == PER_CENT else 1
            st.number_input(label, value=None, step=(setting.step or 1.0) * scale, format="%g", key=_key(setting))
    with words:
        _words(setting)
        if problem:
            st.error(escaped(problem), icon=":material/error:")
        elif _value(setting) not in (None, setting.value):
            st.info(f"Not in force yet. [Look at what it would change](#{PREVIEW}) below.", icon=":material/edit:")


def _words(setting: Setting) -> None:
    """What the setting decides, its default, bounds and source, and who set it here and why."""
    higher = f" *Higher:* {escaped(setting.higher_means)}" if setting.higher_means else ""
    bounds = f"Default {escaped(setting.words(setting.default))}{'' if setting.choice_words else f'; may be {setting.range_words}'}."
    source = escaped(NOTE.sub(lambda found: "on the Methods page" if found[1] else "Methods page", setting.default_source))
    ours = f"  \n:small[Set here to {setting.words(setting.value)}: {escaped(setting.source)}]" if setting.value != setting.default else ""
    st.markdown(f"{escaped(setting.decides)}{higher}  \n:small[:gray[{bounds} Source: {source}.]]{ours}")
    if setting.name == "primary_rule":
        settings_rates.draw()


def _key(setting: Setting) -> str:
    """Of the box, and of the value that holds: once somebody changes it, the box starts anew and proposes nothing by itself."""
    return f"setting_{setting.name}_{setting.value:g}"


def _shown(setting: Setting, value: float) -> float:
    return round(100 * value, 6) if setting.shown_as == PER_CENT and not setting.choices else value


def _value(setting: Setting) -> float | None:
    typed: Any = st.session_state.get(_key(setting))
    if typed is None or setting.choices:
        return typed
    return round(typed / 100, 8) if setting.shown_as == PER_CENT else float(typed)


def _reset(settings: Sequence[Setting]) -> None:
    for setting in settings:
        st.session_state[_key(setting)] = _shown(setting, setting.value)
