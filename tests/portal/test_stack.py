"""No depth of the stack is a bad one. Page faults are counted: each piece that Python asks for costs one."""

import resource

from portal.stack import with_room

CALLS, DEPTHS = 500, 200  # calls of the loop; a piece of 16 KB holds fewer than 200 of these frames


def page_faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def deeper(levels, function):
    return deeper(levels - 1, function) if levels else function()


def leaf():
    return None


def loop():
    for _ in range(CALLS):
        deeper(3, leaf)


def most_faults(function):
    most = 0
    for depth in range(DEPTHS):
        before = page_faults()
        deeper(depth, function)
        most = max(most, page_faults() - before)
    return most


def test_a_loop_at_any_depth_asks_the_system_for_no_memory():
    assert most_faults(with_room(loop)) < CALLS / 5


def test_it_is_the_same_function():
    @with_room
    def area(width, *, height=2):
        """Square metres."""
        return width * height

    assert area(3, height=4) == 12
    assert area.__doc__ == "Square metres."
