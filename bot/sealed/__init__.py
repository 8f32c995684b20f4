"""What two seal in private and open together: the *sealed pair*.

Each of the two contributes words, voice notes, photos or an option (`contributions`, pure); both open at one
instant, once both are whole (`opening`); what shows them goes out in order (`sending`). `rows` is the SQL.
It knows no question: who uses it declares a `Pair` (`pair`), whose `Names` (`names`) are its own.
"""
