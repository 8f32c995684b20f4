"""Words with their marks, as HTML: for a message of the bot's, and for the file of an export.

Marks come from somebody's app and may be anything. Whatever they are, the HTML made of them is well-formed,
reads as exactly the plain words, and stays inside whatever stands around it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.marks import KINDS, Mark, Marks, within

_STYLES = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler"}
_QUOTES = ("blockquote", "expandable_blockquote")
_CODE = ("code", "pre")
_SINGLE = ("text_link", "custom_emoji")
_LANGUAGE = re.compile(r"[\w+#.-]{1,32}", re.ASCII)
_EMOJI_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_LONGEST_LINK = 2048
_LONGEST_EMOJI = 32  # units: a family of four with skin tones has 23

_MOST_UNDER_A_VEIL = 40
"""Telegram keeps 100 entities of a message (https://limits.tginfo.me/en); where it splits a spoiler at each
mark inside, that many could leave the second answer of a reveal bare."""


def for_message(text: str, marks: Marks) -> Markup:
    """Return words as Telegram's HTML (https://core.telegram.org/bots/api#html-style)."""
    return _html(_layers(text, marks, KINDS), _telegram_tags)


def under_veil(text: str, marks: Marks) -> Markup:
    """Return words under a spoiler, whole.

    A spoiler ends where code begins: tdlib takes it off there (td/telegram/MessageEntity.cpp,
    `split_entities`). So code stands as plain words here, and of very many marks only the first stay.
    """
    layers = _layers(text, marks, KINDS - {"spoiler", *_CODE})
    return Markup("<tg-spoiler>%s</tg-spoiler>") % _html(_few(layers), _telegram_tags)


def as_shown(text: str, marks: Marks) -> Markup:
    """Return the words of a message of ours as Telegram's HTML once more, each veil whole as it was."""
    raw = text.encode("utf-16-le", "surrogatepass")

    def part(start: int, end: int) -> tuple[str, Marks]:
        return raw[2 * start : 2 * end].decode("utf-16-le", "surrogatepass"), within(
            marks, start, end - start
        )

    html, at = Markup(""), 0
    for start, end in _veils(marks):
        html += for_message(*part(at, start)) + under_veil(*part(start, end))
        at = end
    return html + for_message(*part(at, len(raw) // 2))


def _veils(marks: Marks) -> list[tuple[int, int]]:
    """Return where veils begin and end: Telegram may tell of one veil in several runs."""
    veils: list[tuple[int, int]] = []
    for mark in sorted((it for it in marks if it.kind == "spoiler"), key=lambda it: it.start):
        if veils and mark.start <= veils[-1][1]:
            veils[-1] = (veils[-1][0], max(mark.end, veils[-1][1]))
        else:
            veils.append((mark.start, mark.end))
    return veils


def for_page(text: str, marks: Marks) -> Markup:
    """Return words as HTML for a browser. A custom emoji stands as the plain one, a spoiler stays open."""
    return _html(_layers(text, marks, KINDS - {"spoiler", "custom_emoji"}), _page_tags)


def link(address: str) -> str | None:
    """Return a link's address if it may be followed from a message of the bot's, else None.

    A link to a user by id is none: sent by the bot it would ring that person.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    known = parts.scheme in ("http", "https", "tg") and bool(parts.netloc)
    rings = parts.scheme == "tg" and parts.netloc.lower() == "user"
    plain = address.isprintable() and " " not in address and len(address) <= _LONGEST_LINK
    return address if known and plain and not rings else None


_Tags = Callable[[Mark], tuple[Markup, Markup]]
"""The start and the end tag of a mark."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words between two places where a mark begins or ends, with the marks over them, outermost first."""

    words: str
    marks: tuple[Mark, ...]


def _layers(text: str, marks: Marks, kinds: frozenset[str]) -> list[_Run]:
    """Cut a text where its marks begin and end; over each run stand only marks that may stand together.

    What Telegram allows: quotes outside all, not in each other; code only in a quote; a link or a custom
    emoji not in another one; bold and its like in anything but code.
    """
    units_of = text.encode("utf-16-le", "surrogatepass")
    size = len(units_of) // 2
    fitting = [
        it for mark in marks if mark.kind in kinds if (it := _fitted(mark, units_of, size)) is not None
    ]
    fitting.sort(key=lambda mark: (mark.start, -mark.length))
    single = _apart(fitting, _QUOTES) + _apart(fitting, _CODE)
    single += [it for it in _apart(fitting, _SINGLE) if _is_sound(it, fitting)]
    kept = single + [mark for mark in fitting if mark.kind in _STYLES]
    edges = sorted({0, size, *(edge for mark in kept for edge in (mark.start, mark.end))})
    return [
        _Run(
            units_of[2 * start : 2 * end].decode("utf-16-le", "surrogatepass"),
            _together([mark for mark in kept if mark.start <= start and mark.end >= end]),
        )
        for start, end in pairwise(edges)
    ]


def _fitted(mark: Mark, units_of: bytes, size: int) -> Mark | None:
    """Return a mark inside the text and around whole characters; None if nothing is left of it."""
    start, end = max(mark.start, 0), min(mark.end, size)
    if start < end and _is_torn(units_of, start):
        start += 1
    if start < end and _is_torn(units_of, end):
        end -= 1
    return Mark(mark.kind, start, end - start, mark.value) if start < end else None


def _is_torn(units_of: bytes, at: int) -> bool:
    """Whether a place lies between the two halves of a surrogate pair."""
    if not 0 < at < len(units_of) // 2:
        return False
    return 0xD8 <= units_of[2 * at - 1] < 0xDC and 0xDC <= units_of[2 * at + 1] < 0xE0


def _apart(marks: list[Mark], kinds: tuple[str, ...]) -> list[Mark]:
    """Return the marks of some kinds of which no two may overlap, each from where the one before ends."""
    found: list[Mark] = []
    for mark in marks:
        if mark.kind not in kinds:
            continue
        start = max(mark.start, found[-1].end if found else 0)
        if start < mark.end:
            found.append(Mark(mark.kind, start, mark.end - start, mark.value))
    return found


def _is_sound(mark: Mark, others: list[Mark]) -> bool:
    """Whether a link leads somewhere, and a custom emoji is one that nothing else cuts."""
    if mark.kind == "text_link":
        return link(mark.value) is not None
    cut = any(mark.start < edge < mark.end for other in others for edge in (other.start, other.end))
    return not cut and mark.length <= _LONGEST_EMOJI and _EMOJI_ID.fullmatch(mark.value) is not None


def _together(marks: list[Mark]) -> tuple[Mark, ...]:
    """Return the marks that may stand together over the same words, outermost first."""
    quotes = [mark for mark in marks if mark.kind in _QUOTES]
    code = [mark for mark in marks if mark.kind in _CODE]
    if code:
        return (*quotes, code[0])
    styles = {mark.kind for mark in marks}
    return (
        *quotes,
        *(mark for mark in marks if mark.kind in _SINGLE),
        *(Mark(kind, 0, 0) for kind in _STYLES if kind in styles),  # two that touch are one
    )


def _few(runs: list[_Run]) -> Iterator[_Run]:
    """Let go of the marks behind the first few; each may count once for every run it stands over."""
    count = 0
    for run in runs:
        count += 1 + len(run.marks)
        yield run if count <= _MOST_UNDER_A_VEIL else _Run(run.words, ())


def _html(runs: Iterable[_Run], tags: _Tags) -> Markup:
    """Return runs as HTML: a tag stays open as long as its mark does."""
    out: list[Markup] = []
    open_marks: list[Mark] = []
    for run in [*runs, _Run("", ())]:
        common = 0
        while common < min(len(open_marks), len(run.marks)) and open_marks[common] == run.marks[common]:
            common += 1
        out += [tags(mark)[1] for mark in reversed(open_marks[common:])]
        out += [tags(mark)[0] for mark in run.marks[common:]]
        open_marks = list(run.marks)
        out.append(escape(run.words))
    return Markup("").join(out)


def _telegram_tags(mark: Mark) -> tuple[Markup, Markup]:
    language = _LANGUAGE.fullmatch(mark.value)
    match mark.kind:
        case "text_link":
            return Markup('<a href="%s">') % (link(mark.value) or ""), Markup("</a>")
        case "custom_emoji":
            return Markup('<tg-emoji emoji-id="%s">') % mark.value, Markup("</tg-emoji>")
        case "expandable_blockquote":
            return Markup("<blockquote expandable>"), Markup("</blockquote>")
        case "pre" if language:
            start = Markup('<pre><code class="language-%s">') % mark.value
            return start, Markup("</code></pre>")
    return _pair(_STYLES.get(mark.kind, mark.kind))


def _page_tags(mark: Mark) -> tuple[Markup, Markup]:
    match mark.kind:
        case "text_link":
            start = Markup('<a href="%s" rel="noreferrer">') % (link(mark.value) or "")
            return start, Markup("</a>")
        case "expandable_blockquote":
            return _pair("blockquote")
    return _pair(_STYLES.get(mark.kind, mark.kind))


def _pair(tag: str) -> tuple[Markup, Markup]:
    """Return the tags of an element that is named by us, never by anybody's words."""
    return Markup("<%s>") % tag, Markup("</%s>") % tag
