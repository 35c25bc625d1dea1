"""The sender of alerts killed with -9 again and again: each sheet in exactly one mail of each alert."""

from collections import Counter

import pytest
from django.utils import timezone
from mailer.engine import send_all
from mailer.models import Message

from search.alerts.models import AlertedSheet, SavedSearch
from tests.factories.practices import PracticeFactory
from tests.mailbox import text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ALERTS, SHEETS = 60, 3

SEND = """
from search.alerts.sending import send_due
send_due()
"""


def test_each_sheet_is_in_one_mail_of_each_alert_though_the_sender_is_killed(index, saved, work, smtp_server):
    for number in range(ALERTS):
        saved(email=f"mairie-{number}@luzy.example")
    for number in range(SHEETS):
        PracticeFactory(published=True, title=f"Piloter un drone {number}")
    index()
    sender = work(SEND)

    for _ in sender.kill_midway(of=ALERTS):
        assert AlertedSheet.objects.count() == SHEETS * Message.objects.count()
    sender.run()
    SavedSearch.objects.update(next_due=timezone.now())
    sender.run()
    send_all()

    told = Counter(
        (message["To"], line)
        for message in smtp_server.messages
        for line in text_of(message).splitlines()
        if line.startswith("Piloter")
    )
    assert set(told.values()) == {1}
    assert len(told) == ALERTS * SHEETS
