"""What is worded or shown otherwise today than an old bot did, on purpose: where, how, and why.

Each difference names whole values or whole sentences, so that nothing hides behind it: an answer, a
thank-you, a setting or a date that is lost is none of them. One that changes nothing where it says so is an
error.
"""

import re
from dataclasses import dataclass, field

Values = dict[str, object]
"""What was seen, by its path."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """Sentences and labels, each of which stands in every one of the places of a pattern."""

    why: str
    where: str
    words: dict[str, str]

    def apply(self, seen: Values, _later: Values) -> None:
        """Say it in today's words."""
        for path in found(self.where, seen):
            seen[path] = self._today(seen[path])

    def _today(self, value: object) -> object:
        for was, now in self.words.items():
            if isinstance(value, list):
                value[value.index(was)] = now
            else:
                assert isinstance(value, str)
                assert was in value, was
                value = value.replace(was, now)
        return value


@dataclass(frozen=True, slots=True)
class Shown:
    """All that stood in the places of a pattern, and whole values, by path, that stand for it today."""

    why: str
    where: str | None = None
    today: Values = field(default_factory=dict)

    def apply(self, seen: Values, _later: Values) -> None:
        """Put today's for what was there; of what is new, nothing was."""
        for path in found(self.where, seen) if self.where else ():
            del seen[path]
        assert not seen.keys() & self.today.keys()
        seen.update(self.today)


@dataclass(frozen=True, slots=True)
class AsLater:
    """Places that show what the bot of 46b1bd0 showed there, to a couple that chose and lived the same."""

    why: str
    where: str

    def apply(self, seen: Values, later: Values) -> None:
        """Put what was shown later for what was there, if anything was."""
        for path in found(self.where, later):
            assert path not in seen or seen[path] != later[path], path
            seen[path] = later[path]


def found(where: str, seen: Values) -> list[str]:
    """Return the paths of a pattern; there is one at least."""
    paths = [path for path in seen if re.fullmatch(where, path)]
    assert paths, where
    return paths


BOTH = "(Ana|Ben)"
SETTINGS = f"/settings of {BOTH}/"
SEVEN_DAYS = (
    "From now on you both have seven days to answer a question, and a sealed answer waits as long. "
    "Those asked "
    "before today close after a day and a half, as they were meant to."
)
TODAY = {
    "<b>Where do": "1. <b>Where do",
    "<b>What would": "2. <b>What would",
    "\nThe options are on its card, in your group.": "\nStill there if you&#39;d like to answer.",
}
HOLY, BAND = (
    "Where do you feel nearest to what is holy to you?",
    "What would the two of you call your band, and who plays what?",
)
THE_REST = (
    "There&#39;s a small kindness for each of you today, should there be a minute.\n\n"
    "Something you saved for Sunday still waits here."
)
OPEN = "Still there if you&#39;d like to answer."
CHECKIN = (
    "<b>Before your first check-in:</b> it asks about your day, closeness and what would help. I save "
    "your three "
    "taps, encrypted, and show them to you alone; a wish reaches {} only if you say so. Whoever runs "
    "this bot could "
    "read them. You can stop and delete them in /settings, Just mine."
)
CHOSEN = (
    '<article><h3><time datetime="2026-07-14">Tuesday 14 July 2026</time></h3><dl><dt>Question</dt>'
    f"<dd>{HOLY}</dd><dt>You chose</dt><dd>In nature</dd><dt>What became of it</dt>"
    "<dd>sealed, not opened yet</dd></dl></article>\n"
)

SINCE_7583D61 = (
    Shown(
        "U1: cards stay open for seven days, which each is told once",
        f"/by itself/{BOTH}",
        {f"/by itself/{name}/0/says": SEVEN_DAYS for name in ("Ana", "Ben")}
        | {f"/by itself/{name}/0/buttons": [] for name in ("Ana", "Ben")},
    ),
    # /today
    Reworded(
        "U10: cards of a day are numbered, as their buttons are",
        "/today/group/says",
        {was: now for was, now in TODAY.items() if "card" not in was},
    ),
    Reworded(
        "U10, and the options of a choice stand at the door, too",
        f"/today/{BOTH}/says",
        TODAY,
    ),
    Reworded(
        "the words about a card are never about when; what both rest from is on /pause alone; what is "
        "saved is said",
        "/today/Ben/says",
        {
            "\nOpen, whenever you like.": f"\n{OPEN}",
            "\n\nI'm resting until Wednesday 15 July, 10:25. /question still works.": "\n\n"
            "Something you saved for Sunday still waits here.",
        },
    ),
    Shown(
        "U10: each button names its card; a choice has one, too; a pause is ended on /pause",
        f"/today/(group|{BOTH})/buttons",
        {
            "/today/group/buttons": ["Answer privately (1)", "Answer privately (2)", "Show me mine"],
            "/today/Ana/buttons": ["Answer privately (1)", "Change or take back (2)", "Show me mine"],
            "/today/Ben/buttons": ["Answer privately (1)", "Answer privately (2)", "Show me mine", "Show"],
        },
    ),
    # the settings
    AsLater("U11: the settings begin with all that is set for both", f"{SETTINGS}Settings/says"),
    AsLater(
        "U11: an hour that was typed is ticked among the others", f"{SETTINGS}Our times > Question/buttons"
    ),
    AsLater("U11: the page of rest days says what Rest tomorrow does", f"{SETTINGS}Rest days/says"),
    AsLater("U9: the pace says how it is", f"{SETTINGS}Pace/says"),
    AsLater(
        "S2: the clocks are shown as hours, and announced on purpose", f"{SETTINGS}Our clock/(says|buttons)"
    ),
    AsLater("U11: a reminder says when it has a sound", f"{SETTINGS}Just mine > Reminder/says"),
    AsLater(
        "S4, S9: what each chose in private is shown to nobody who looks over a shoulder; both exports "
        "have it",
        f"{SETTINGS}Just mine > (How deep|Question packs|Topics( > Next)*)/(says|buttons)",
    ),
    AsLater(
        "S4, U11: the page of one's own shows no private choice, and has more to set",
        "/settings of Ana/Just mine/(says|buttons)",
    ),
    Reworded(
        "the same; Ben lets his words go, which the couple of 46b1bd0 does not",
        "/settings of Ben/Just mine/says",
        {
            "My clock: Berlin\nMy answers, once opened: not kept\nHow deep: light": "My clock: 10:30 "
            "now, for our "
            "private chat alone\nMy words in this chat: I take them away once I have them"
        },
    ),
    Shown(
        "the same",
        "/settings of Ben/Just mine/buttons",
        {
            "/settings of Ben/Just mine/buttons": [
                *("Reminder", "My clock", "How deep", "Topics", "Question packs", "Check-in", "My answers"),
                *("Leave my words in our chat", "Back"),
            ]
        },
    ),
    AsLater(
        "U11: whether answers are saved has a page, no button that is a riddle",
        f"{SETTINGS}Just mine > My answers/(says|buttons)",
    ),
    Shown(
        "T7: nobody has said yes to check-ins yet",
        None,
        {
            f"/settings of {name}/Just mine > Check-in/{what}": value
            for name in ("Ana", "Ben")
            for what, value in (
                ("says", "<b>Check-in</b>\nNone is saved without your yes. /checkin asks you first."),
                ("buttons", ["Back"]),
            )
        },
    ),
    # what the commands answer
    Shown(
        "T7: the check-in asks at first use",
        f"/pages of {BOTH}//checkin/(says|buttons)",
        {
            f"/pages of {name}//checkin/{what}": value
            for name, other in (("Ana", "Ben"), ("Ben", "Ana"))
            for what, value in (
                ("says", CHECKIN.format(other)),
                ("buttons", ["Yes, save my check-ins", "Not for me"]),
            )
        },
    ),
    AsLater(
        "U2, U7, U8, S7: what a pause, /delete, /stop and /privacy do is said more fully",
        f"/pages of {BOTH}//((pause|delete|stop)/(says|buttons)|privacy/says)",
    ),
    # the reveal
    Reworded(
        "words that open and go on are chosen by chance among others than then (words-review)",
        "/opens/group/0/says",
        {
            "There&#39;s no wrong one here.": "Here you are, side by side.",
            "For later today, perhaps:": "Something to ask each other:",
        },
    ),
    AsLater("U12: three short keys", "/opens/group/0/buttons"),
    Shown(
        "a choice is answered at the door, too; the envelope (S1) takes away what Ben typed, the prompt "
        "and /today's"
        " command",
        "/opens/Ben/[0-6]/(says|buttons)",
        {
            f"/opens/Ben/{number}/{what}": value
            for number, (says, buttons) in enumerate(
                (
                    (
                        f"1. <b>{HOLY}</b>\n{OPEN}\n\n2. <b>{BAND}</b>\n{OPEN}\n\n{THE_REST}",
                        ["Answer privately (1)", "Answer privately (2)", "Show me mine", "Show"],
                    ),
                    (HOLY, ["In nature", "In music", "Among people", "In silence"]),
                    (
                        f"1. <b>{HOLY}</b>\nYours is sealed.\n\n2. <b>{BAND}</b>\n{OPEN}\n\n{THE_REST}",
                        ["Change it (1)", "Answer privately (2)", "Show me mine", "Show"],
                    ),
                    (f"You&#39;ve both answered. It opened in your group.\n\n<i>{BAND}</i>", []),
                    (
                        f"<b>{HOLY}</b>\nYours is sealed.\n\n<b>{BAND}</b>\nYou both answered this "
                        f"one.\n\n{THE_REST}",
                        ["Change it", "Show me mine", "Show"],
                    ),
                )
            )
            for what, value in (("says", says), ("buttons", buttons))
        },
    ),
    # the exports
    Shown(
        "T7: /checkin alone begins no evening, as it asks first: this one has no word in it",
        "/copies/(Ana/data/evenings/127|Ben/data/evenings/126)/(date|day|closeness|wish|passed_on)",
    ),
    AsLater(
        "the export has what is chosen since, and the words saved for oneself",
        f"/copies/{BOTH}/data/(for_you_alone|settings/0/(announced_zone|depth_for_now|yes_to_being_an_adult|"
        "yes_to_saving|others_in_the_group_are_fine))",
    ),
    Shown(
        "the same; to check-ins neither said yes yet, and neither leaves words in the chat",
        None,
        {f"/copies/{name}/data/settings/0/yes_to_check_ins": None for name in ("Ana", "Ben")}
        | {f"/copies/{name}/data/settings/0/leaves_words_in_chat": False for name in ("Ana", "Ben")},
    ),
    Shown(
        "the choice that Ben could answer stands before the other answer of that day",
        "/copies/Ben/data/answers/237/(date|question|answer|how)",
        {
            "/copies/Ben/data/answers/237/date": "2026-07-14",
            "/copies/Ben/data/answers/237/question": HOLY,
            "/copies/Ben/data/answers/237/option": "In nature",
            "/copies/Ben/data/answers/237/how": "sealed",
            "/copies/Ben/data/answers/238/date": "2026-07-14",
            "/copies/Ben/data/answers/238/question": BAND,
            "/copies/Ben/data/answers/238/answer": "The harbour, & you",
            "/copies/Ben/data/answers/238/how": "revealed",
        },
    ),
    Reworded(
        "the page says save, and names things more plainly (words-review)",
        f"/copies/{BOTH}/page",
        {
            "as kept on": "as saved on",
            "and their evenings. Voice notes and photos lie with Telegram; the JSON has the number it "
            "keeps them under "
            "for this bot.": "and their evenings.</p>\n<p>Telegram holds your voice notes and photos; "
            "the JSON has a "
            "file reference for each, which works for this bot alone.",
            "Keep this file where": "Save this file where",
            "<dt>How</dt>": "<dt>What became of it</dt>",
            "<dt>Mark</dt>": "<dt>What you did with it</dt>",
            "<dt>For</dt>": "<dt>What it says</dt>",
            "<dt>Kept for</dt>": "<dt>Saved for</dt>",
            "<dt>Clock</dt>": "<dt>Your time zone</dt>",
            "<dt>In since</dt>": "<dt>You joined on</dt>",
            "<dt>How deep</dt>": "<dt>How deep questions may go</dt>",
        },
    ),
    Reworded(
        "as above: no evening is begun, what was said yes to is told, words are saved for oneself",
        f"/copies/{BOTH}/page",
        {
            '<article><h3><time datetime="2026-07-14">Tuesday 14 July '
            "2026</time></h3><dl></dl></article>\n": "</section>"
            '\n<section>\n<h2>Words you saved for yourself alone</h2>\n<p class="none">Nothing.</p>\n',
            "<dd>Europe/Berlin</dd>": "<dd>Europe/Berlin</dd><dt>Your words in our chat</dt><dd>taken "
            "away</dd>",
            "<dt>You joined on</dt><dd>Monday 14 July 2025</dd>": "<dt>You joined on</dt><dd>Monday 14 "
            "July 2025</dd>"
            "<dt>Yes to being an adult</dt><dd>Monday 14 July 2025</dd>"
            "<dt>Yes to saving</dt><dd>Monday 14 July 2025</dd>",
        },
    ),
    Reworded(
        "words for what was chosen",
        "/copies/Ana/page",
        {"<dd>kept</dd>": "<dd>saved</dd>", "<dd>Open</dd>": "<dd>Personal</dd>"},
    ),
    Reworded(
        "words for what was chosen; the pause is told; the choice of that day",
        "/copies/Ben/page",
        {
            "<dd>not kept</dd>": "<dd>forgotten</dd>",
            "<dd>Between</dd>": "<dd>In between</dd>",
            "<dt>You joined on</dt>": "<dt>Paused until</dt><dd>Wednesday 15 July 2026</dd><dt>You "
            "joined on</dt>",
            '<article><h3><time datetime="2026-07-14">Tuesday 14 July 2026</time></h3><dl><dt>Question</dt>'
            f"<dd>{BAND}</dd>": f'{CHOSEN}<article><h3><time datetime="2026-07-14">Tuesday 14 July '
            f"2026</time></h3>"
            f"<dl><dt>Question</dt><dd>{BAND}</dd>",
        },
    ),
    # the next days
    AsLater("S9: the button says who sees it", "/days/[23]/group/0/buttons"),
    Reworded(
        "S9: the button says who sees it",
        "/days/4/group/0/buttons",
        {"We talked about it": "We talked about it (both see it)"},
    ),
    Reworded(
        "topics rest by clocks of their own since 6d0fb5b: that commit's bot and all since ask these on "
        "this database,"
        " the one before it asks the old ones",
        "/days/2/group/0/says",
        {
            "Which title would you give a film about how you two met?": "Tell about a silly thing you "
            "two once "
            "disagreed on and now laugh about."
        },
    ),
    Reworded(
        "the same",
        "/days/3/group/0/says",
        {
            "Which animal are you most like in the hour after a small quarrel?": "Tell about the first "
            "big thing a "
            "grown-up trusted you to do alone."
        },
    ),
    Reworded(
        "the same; and a slower pace says how long (U9)",
        "/days/4/group/0/says",
        {
            "What do you love to touch just for how it feels: wool, stones, warm bread?": "Which title "
            "would you give "
            "a film about how you two met?",
            "every other day from now on. More or less? /settings.": "every other day for now, until "
            "you two answer "
            "one. Another pace? /settings.",
        },
    ),
)

_SINCE: dict[str, tuple[Reworded | Shown | AsLater, ...]] = {"7583d61": SINCE_7583D61, "46b1bd0": ()}


def expected(commit: str, before: Values, later: Values) -> Values:
    """Return what is to be seen today where this was seen with the bot of an old commit.

    `later` is what is to be seen today where the bot of 46b1bd0 was.
    """
    seen = {path: list(value) if isinstance(value, list) else value for path, value in before.items()}
    for difference in _SINCE[commit]:
        difference.apply(seen, later)
    return seen
