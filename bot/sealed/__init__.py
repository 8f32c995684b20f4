"""What two seal in private and open together: the *sealed pair*.

Each of the two contributes words, voice notes, photos or an option (`contributions`, pure), at their own door
(`door`, with its *Sealed* `line`) or aloud in the group (`aloud`); both open at one instant, once both are
whole (`opening`), and what shows them goes out in order (`sending`). What stayed alone is its author's
(`ending`). `rows` and `theirs` are the SQL, `views` the words.
It knows no question: who uses it declares a `Pair` (`pair`), whose `Names` (`names`), buttons and words for
what is asked are its own, and hands it to each function as the first argument (`partial(door.ask, PAIR)`).
The way of one answer, function by function, is `tests/house/way.py`.
"""
