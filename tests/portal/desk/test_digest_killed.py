"""The sender of digests killed with -9 again and again: one mail a day for each moderator, none lost."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from mailer.engine import send_all
from mailer.models import Message

from practices.assignments.taking import take
from practices.mailing.models import Told
from practices.models import ReviewTaskState
from tests.factories.practices import ModeratorFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MODERATORS = 60

SEND = """
from portal.desk.digest import send_digests
send_digests()
"""


@pytest.fixture
def moderators(send):
    """Two sheets wait, late: one for all, one that the first of them took."""
    people = ModeratorFactory.create_batch(MODERATORS)
    take(send(title="Prise"), user=people[0])
    send(title="En retard")
    ReviewTaskState.objects.update(started_at=timezone.now() - timedelta(days=60))
    Message.objects.all().delete()  # those of the sheets that were sent
    return people


def test_each_moderator_gets_one_mail_a_day_though_the_sender_is_killed(work, smtp_server, moderators):
    sender = work(SEND)

    for _ in sender.kill_midway(of=MODERATORS):
        claimed = Counter(Told.objects.values_list("user__email", flat=True))
        assert claimed == Counter(message.to_addresses[0] for message in Message.objects.all())
    sender.run()
    sender.run()
    send_all()
    first_day = Counter(message["To"] for message in smtp_server.messages)
    Told.objects.update(key="digest:2026-01-01", told_at=timezone.now() - timedelta(days=1))
    sender.run()
    send_all()

    everybody = [user.email for user in moderators]
    assert first_day == Counter(everybody)
    assert Counter(message["To"] for message in smtp_server.messages) == Counter(everybody * 2)
    assert Counter(message["Subject"].strip() for message in smtp_server.messages) == {
        "2 fiches à relire, dont 2 en retard": 2,
        "Une fiche à relire, dont 1 en retard": 2 * (MODERATORS - 1),
    }
