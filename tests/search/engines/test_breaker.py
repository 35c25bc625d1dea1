import threading

import pytest

from search.engines.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(failures=5, within=10, pause=15, clock=clock)


def fail(breaker, times=1):
    for _ in range(times):
        breaker.failed()


def test_few_failures_leave_it_closed(breaker):
    fail(breaker, 4)

    assert breaker.allows()


def test_failures_in_a_short_time_open_it(breaker):
    assert [breaker.failed() for _ in range(5)] == [False, False, False, False, True]
    assert not breaker.allows()


def test_failures_far_apart_leave_it_closed(breaker, clock):
    for _ in range(20):
        fail(breaker)
        clock.now += 3

    assert breaker.allows()


def test_failures_among_successes_count(breaker):
    for _ in range(5):
        breaker.succeeded()
        fail(breaker)

    assert not breaker.allows()


def test_one_caller_tries_after_the_pause(breaker, clock):
    fail(breaker, 5)

    clock.now += 14.9
    assert not breaker.allows()
    clock.now += 0.2
    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_success_of_the_one_who_tries_closes_it(breaker, clock):
    fail(breaker, 5)
    clock.now += 15
    breaker.allows()

    breaker.succeeded()

    assert [breaker.allows() for _ in range(3)] == [True, True, True]
    fail(breaker, 4)
    assert breaker.allows()  # what failed before is forgotten


def test_failure_of_the_one_who_tries_keeps_it_open(breaker, clock):
    fail(breaker, 5)
    clock.now += 15
    breaker.allows()
    clock.now += 1

    assert breaker.failed()

    clock.now += 14.9
    assert not breaker.allows()
    clock.now += 0.2
    assert breaker.allows()


def test_silence_of_the_one_who_tries_lets_another_try(breaker, clock):
    fail(breaker, 5)
    clock.now += 15
    assert breaker.allows()

    clock.now += 15

    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_one_thread_of_many_tries(breaker, clock):
    fail(breaker, 5)
    clock.now += 15
    together, allowed = threading.Barrier(20), []

    def try_once():
        together.wait()
        allowed.append(breaker.allows())

    threads = [threading.Thread(target=try_once) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(allowed) == [False] * 19 + [True]
