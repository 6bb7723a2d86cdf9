"""Colours that a person with weak sight can tell apart from their ground, and verdicts that do not rest on colour."""

import tomllib
from pathlib import Path

import pytest

from dashboard.figures import palette
from dashboard.figures.palette import DARK, LIGHT, Theme, contrast

CONFIG = tomllib.loads((Path(__file__).parents[2] / "dashboard" / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
ENOUGH = 4.5  # WCAG 2.1, success criterion 1.4.3
VERDICTS = {
    "effective", "target reached", "ineffective", "not delivered", "too early", "no data",
    "attained", "on track", "off track", "uncertain", "not attained", "no recent data",
}  # fmt: skip


def test_contrast_of_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_chart_colour_stands_out_from_its_ground(theme: Theme) -> None:
    for colour in (theme.text, theme.muted, theme.blue, theme.red, theme.green, theme.amber, theme.grey):
        for ground in (theme.background, theme.surface):
            assert contrast(colour, ground) >= ENOUGH, (colour, ground)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_badge_and_link_of_the_pages_can_be_read(name: str) -> None:
    colours = CONFIG["theme"][name]
    for family in ("blue", "red", "green", "orange", "gray"):
        assert contrast(colours[f"{family}TextColor"], colours[f"{family}BackgroundColor"]) >= ENOUGH, family
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        for text in ("textColor", "linkColor", "primaryColor"):
            assert contrast(colours[text], colours[ground]) >= ENOUGH, (text, ground)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_captions_at_sixty_per_cent_of_the_text_colour_can_be_read(name: str) -> None:
    colours = CONFIG["theme"][name]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(mixed(colours["textColor"], ground, 0.6), ground) >= ENOUGH


def mixed(colour: str, ground: str, share: float) -> str:
    """The colour that a see-through text shows on its ground."""
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * front + (1 - share) * back):02x}" for front, back in pairs)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_charts_and_pages_share_their_ground_and_text(theme: Theme) -> None:
    colours = CONFIG["theme"][theme.name]
    assert (colours["backgroundColor"], colours["secondaryBackgroundColor"], colours["textColor"]) == (
        theme.background,
        theme.surface,
        theme.text,
    )


def test_every_verdict_has_a_shape_and_none_shares_shape_and_colour_with_an_opposite() -> None:
    assert set(palette.MARKS) == VERDICTS
    tones_of_shape: dict[str, set[str]] = {}
    for mark in palette.MARKS.values():
        tones_of_shape.setdefault(mark.glyph, set()).add(mark.tone)
    assert all(len(tones) == 1 for tones in tones_of_shape.values())


def test_an_unknown_verdict_is_shown_by_its_own_word() -> None:
    assert palette.mark("something new").word == "something new"
    assert palette.mark(None).word == "no verdict yet"
