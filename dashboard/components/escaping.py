"""Names and remarks inside Markdown: what people typed is shown as typed, never read as markup."""

import re

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: object) -> str:
    """The text with every punctuation mark taken literally (CommonMark 2.4); line ends become spaces."""
    return PUNCTUATION.sub(r"\\\1", " ".join(str(text).split()))
