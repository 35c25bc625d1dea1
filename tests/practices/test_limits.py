from datetime import timedelta

import pytest
from django.utils import timezone

from practices.limits import DAY, client_address, take
from practices.models.attempt import KEPT, Attempt

pytestmark = pytest.mark.django_db


def test_take_counts_within_the_window_and_forgets_before_it():
    taken = [take("essai", "luzy", limit=2, window=DAY) for _ in range(3)]
    Attempt.objects.update(made_at=timezone.now() - DAY - timedelta(seconds=1))

    assert taken == [True, True, False]
    assert take("essai", "luzy", limit=2, window=DAY)


def test_what_no_ration_counts_any_more_is_forgotten_whatever_its_kind():
    for kind in ("abandonné", "vivant"):
        take(kind, "luzy", limit=1, window=DAY)
    Attempt.objects.filter(kind="abandonné").update(made_at=timezone.now() - KEPT - timedelta(seconds=1))

    Attempt.objects.forget()

    assert [attempt.kind for attempt in Attempt.objects.all()] == ["vivant"]


@pytest.mark.parametrize(
    ("seen", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("unknown", "unknown"),
    ],
)
def test_place_of_an_address_is_that_of_its_line(rf, settings, seen, place):
    settings.TRUSTED_PROXIES = 1

    assert client_address(rf.get("/", REMOTE_ADDR=seen)) == place
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=f"10.0.0.1, {seen or ' '}")) == (
        place or "10.0.0.1"
    )
