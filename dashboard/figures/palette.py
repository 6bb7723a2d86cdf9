"""Every colour and every verdict's word, shape and tone, in one place. Each text colour passes 4.5:1 on its background, light and dark."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance; config.toml holds the same ones for the pages around the charts."""

    name: str
    background: str
    surface: str
    text: str
    muted: str
    grid: str
    blue: str
    red: str
    green: str
    amber: str
    grey: str

    def tone(self, name: str) -> str:
        """The colour of a tone: good, bad, caution, open, neutral."""
        return {"good": self.green, "bad": self.red, "caution": self.amber, "open": self.blue}.get(name, self.grey)


LIGHT = Theme("light", "#ffffff", "#f3f5f8", "#0f1318", "#4b5560", "#e3e7ec", "#0050b3", "#b00020", "#1b7837", "#b45309", "#59636f")
DARK = Theme("dark", "#14181d", "#1e242b", "#e8ecf1", "#b6bfc9", "#2c343d", "#79b8ff", "#ff8a93", "#6cc788", "#f0a85c", "#a3adb8")


def theme(name: str | None) -> Theme:
    """The theme that the browser shows; light where it does not say."""
    return DARK if name == "dark" else LIGHT


@dataclass(frozen=True)
class Mark:
    """How a verdict looks: a shape beside the word, so that it never rests on colour alone."""

    word: str
    glyph: str
    icon: str
    tone: str
    meaning: str


_MARKS = (
    Mark("effective", "▲", ":material/trending_up:", "good", "Delivered, and it works: growth on pace or changed from the baseline."),
    Mark("target reached", "★", ":material/flag:", "good", "The last three scores are at or past the target: fade, or set the next."),
    Mark("ineffective", "▼", ":material/trending_down:", "bad", "Delivered, and growth is below what is required beyond chance."),
    Mark("not delivered", "◇", ":material/event_busy:", "caution", "Too few planned sessions were held to judge it."),
    Mark("too early", "◔", ":material/hourglass_top:", "neutral", "The data cannot tell yet."),
    Mark("no data", "○", ":material/radio_button_unchecked:", "caution", "No score since the start, or none lately."),
    Mark("attained", "★", ":material/check_circle:", "good", "The goal's own criterion is met."),
    Mark("on track", "▲", ":material/trending_up:", "good", "Likely to be met by its date."),
    Mark("off track", "▼", ":material/trending_down:", "bad", "Unlikely to be met by its date."),
    Mark("uncertain", "◆", ":material/help:", "open", "Between the bars: more scores will tell."),
    Mark("not attained", "✖", ":material/cancel:", "bad", "The due date passed without meeting the criterion."),
    Mark("no recent data", "○", ":material/schedule:", "caution", "The schedule was missed; the last verdict is not repeated as if fresh."),
)
MARKS = {mark.word: mark for mark in _MARKS}
BADGE_COLOURS = {"good": "green", "bad": "red", "caution": "orange", "open": "blue", "neutral": "gray"}


def mark(verdict: str | None) -> Mark:
    """The look of a verdict; a verdict that is missing or unknown is shown as no data, with its own word."""
    return MARKS.get(verdict or "", Mark(verdict or "no verdict yet", "○", ":material/radio_button_unchecked:", "neutral", "Not judged."))


def see_through(colour: str, share: float) -> str:
    """The colour at a share of its strength, as rgba() text."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two #rrggbb colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
