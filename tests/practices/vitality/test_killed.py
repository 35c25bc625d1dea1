"""The daily job killed with -9 again and again: each sheet is asked about in exactly one mail."""

import re
from collections import Counter

import pytest
from mailer.engine import send_all
from mailer.models import Message

from practices.vitality.models import Question
from tests.factories.vitality import old_sheet
from tests.mailbox import text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SHEETS = 60

ASK = """
from practices.vitality.due import ask_due
ask_due()
"""


def test_each_sheet_is_asked_once_though_the_job_is_killed(work, smtp_server):
    for _ in range(SHEETS):
        old_sheet()
    job = work(ASK)

    for _ in job.kill_midway(of=SHEETS):
        assert Question.objects.count() == Message.objects.count()
    job.run()
    job.run()
    send_all()

    asked = Counter(
        link
        for message in smtp_server.messages
        for link in re.findall(r"/toujours-en-service/\S+", text_of(message))
    )
    assert (len(asked), set(asked.values())) == (SHEETS, {1})
