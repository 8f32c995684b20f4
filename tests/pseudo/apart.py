"""Which tests do not hold in another language, and why."""

import pytest

STAGES = frozenset({"telegram", "stage", "make_stage", "couple"})
"""What a test asks for in which the bot talks."""

MARKS = frozenset({"process", "page"})
"""What starts the bot as a process of its own, which speaks English."""

_THANKS = "tests/features/thanks/"
_DRAFTS = "tests/telegram/test_drafts.py"
APART = {
    "tests/features/test_languages.py": "gives each of the two a language itself",
    "tests/features/test_language_begun.py": "gives one of the two a language itself",
    "tests/telegram/test_buttons_of_7583d61.py": "what stands there was said by an old version, in English",
    "tests/features/settings/test_one_line.py": "the feature it makes up has no catalogue",
    "tests/sealed/test_at_the_door.py": "the feature it makes up has no catalogue",
    "tests/sealed/test_beside_the_question.py": "the feature it makes up has no catalogue",
    "tests/sealed/test_second_user.py": "the feature it makes up has no catalogue",
    f"{_DRAFTS}::test_words_changed_while_they_are_handed_over_are_not_taken_as_they_were": (
        "its words are changed in the database"
    ),
    "tests/telegram/test_who_acts.py::test_a_name_in_which_nothing_is_seen_is_none": (
        "what such a person is called is written down as a name, in English"
    ),
    f"{_THANKS}test_together.py::test_what_was_kept_before_there_were_pieces_is_given_and_followed_as_ever": (
        "its words lie in the database from the start"
    ),
    f"{_THANKS}test_formatting.py::test_the_list_shows_formatted_words_under_a_veil_that_code_does_not_end": (
        "where marks begin depends on how long the words before them are"
    ),
    "tests/pseudo/test_language.py": "judges the reader itself",
    "tests/features/export/test_five_years.py": "its people's words lie in the database from the start",
    "tests/features/support/test_support.py::test_any_country_is_chosen_on_the_page": "sorts as English",
    "tests/features/checkin/test_evening.py::test_ones_own_last_seven_are_shown_in_a_private_box": (
        "an alert holds 200 characters: the oldest evening gives way where words are longer"
    ),
}
"""Files, or tests in them, by why they are left out."""


def is_apart(item: pytest.Item) -> bool:
    """Whether a test is left out: it is no conversation, or about English itself."""
    talks = STAGES.intersection(getattr(item, "fixturenames", ()))
    named = item.nodeid.partition("[")[0]
    return (
        not talks
        or any(item.get_closest_marker(it) for it in MARKS)
        or named in APART
        or named.partition("::")[0] in APART
    )
