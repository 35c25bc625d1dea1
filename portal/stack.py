"""Room on the stack of Python for all that a request calls."""

import functools

ROOM = 32_000  # slots of 8 bytes: far more than the deepest page takes


def with_room(function):
    """The same function, whose calls and theirs find room for ROOM slots of variables in one piece.

    Python 3.11, 3.12 and the first releases of 3.13 and 3.14 take their stack from the system in pieces of
    16 KB, and give each back at once: a loop deep in a template that happens to stand at the end of a piece
    does so at every turn (python/cpython#142183). A page then took up to 1.6 times as long, at one depth and
    not at the next. A frame that asks for more than a piece gets one at least as large again, in which what it
    calls goes on.
    """

    @functools.wraps(function)
    def call(*args, **kwargs):
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=ROOM)
    return call
