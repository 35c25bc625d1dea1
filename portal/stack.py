"""Room on the stack of Python for all that a request calls."""

import functools

# Slots of 8 bytes. With what Python adds it is a little more than 256 KB, for which it takes 512: the other
# half is for what is called, where a page of results takes less than 32.
ROOM = 32_000


def with_room(function):
    """The same function, whose calls and theirs find room for their variables in one piece.

    Python 3.11, 3.12 and the first releases of 3.13 and 3.14 take their stack from the system in pieces of
    16 KB, and give each back at once: a loop deep in a template that happens to stand at the end of a piece
    does so at every turn (python/cpython#142183). A page then took up to 1.6 times as long, at one depth and
    not at the next. A frame that asks for more than a piece gets one of its own, and what it calls goes on
    in there: decision 0045.
    """

    @functools.wraps(function)
    def call(*args, **kwargs):
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=ROOM)
    return call
