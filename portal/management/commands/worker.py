"""All that happens apart from requests: the search queue, mails, scheduled publishing, daily jobs."""

import logging
import signal
import threading
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from mailer.engine import send_all
from mailer.models import Message, MessageLog

from portal.accounts.keeping import MAIL_LOG_DAYS
from portal.accounts.unused import close_unused, forget_logins
from portal.desk import digest
from portal.desk.glancing import glance_at_waiting
from practices.assignments.sending import assign_forgotten
from practices.audit.models import Entry
from practices.files.checking import check_received
from practices.files.keeping import delete_unused
from practices.importing import jobs
from practices.mailing import reminders
from practices.mailing.models import Told
from practices.models.attempt import Attempt
from practices.models.draft_key import DraftKey
from practices.reports.models import Report
from practices.vitality.due import ask_due
from search import comparing, indexing
from search.alerts.sending import send_due
from search.duplicates.finding import look_at_waiting
from search.engines.base import SearchUnavailable
from search.misses.models import SearchMiss, SearchWish

logger = logging.getLogger(__name__)


def drain_index():
    try:
        indexing.drain()
    except SearchUnavailable:
        logger.warning("The search engine does not answer; what is queued stays queued.")


def repair_index():
    """At the start and once a day: what older code indexed for itself alone, or anybody lost."""
    try:
        found, left = comparing.repair()
    except SearchUnavailable:
        return  # said by the drain
    if found:
        logger.warning("The index lacked changes of %s sheets; %s still differ.", len(found), len(left))


def prepare_desk():
    """What the moderators' desk says of each sheet in review; the doubles wait for the engine."""
    assign_forgotten()
    glance_at_waiting()
    try:
        look_at_waiting()
    except SearchUnavailable:
        logger.warning("The search engine does not answer; doubles are looked for later.")


def send_mail():
    if Message.objects.non_deferred().exists():
        send_all()


def retry_mail():
    Message.objects.retry_deferred()


def send_alerts():
    """Queues the alerts that are due; those that an engine did not answer are due still."""
    try:
        send_due()
    except SearchUnavailable:
        logger.warning("The search engine does not answer; the alerts that are due stay due.")


def send_reminders():
    """Once a day for each person, in the morning."""
    if timezone.localtime().hour >= reminders.SENDING_HOUR:
        reminders.send_due()


def send_digests():
    """Once a day for each moderator, in the morning; who gets a reminder on that day waits for the next."""
    if reminders.SENDING_HOUR <= timezone.localtime().hour < digest.LAST_HOUR:
        digest.send_digests()


def publish_scheduled():
    call_command("publish_scheduled", verbosity=0)


def clean_up():
    """Once a day: sessions, logs, keys of pages, attempts, reminders, imports that have served their time."""
    call_command("clearsessions", verbosity=0)
    MessageLog.objects.purge_old_entries(MAIL_LOG_DAYS, result_codes=["1", "3"])
    forget_logins()
    Entry.objects.forget()
    DraftKey.objects.forget()
    Attempt.objects.forget()
    Told.objects.forget()
    jobs.purge()


def forget_visitors():
    """Once a day: what was looked for or reported long ago, and the addresses that were left a year ago."""
    SearchMiss.objects.forget()
    SearchWish.objects.forget()
    Report.objects.forget()


# Each job and how often, in seconds.
JOBS = (
    (drain_index, 1),
    (send_mail, 1),
    (retry_mail, 60),
    (send_alerts, 900),
    (ask_due, 86_400),  # before the reminders: what it asks is one
    (send_reminders, 3600),
    (send_digests, 3600),  # after the reminders, which are said once: of both, a person gets one a day
    (publish_scheduled, 60),
    (prepare_desk, 2),
    (check_received, 1),
    (delete_unused, 86_400),
    (clean_up, 86_400),
    (forget_visitors, 86_400),
    (close_unused, 86_400),
    (repair_index, 86_400),
)
PAUSE = 60  # seconds, at least, after a fault of ours: the next second would only fill the log


class Command(BaseCommand):
    help = "Runs what happens apart from requests, until it is told to stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run each job once, then stop")

    def handle(self, *, once, **options):
        stopping = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
        due = dict.fromkeys((job for job, _ in JOBS), 0.0)
        while not stopping.is_set():
            self.turn(due)
            if once:
                return
            stopping.wait(0.5)

    def turn(self, due):
        """Run each job whose time has come, and note in `due` when it comes again."""
        for job, period in JOBS:
            if time.monotonic() >= due[job]:
                due[job] = time.monotonic() + period
                if not self.run(job):
                    due[job] = time.monotonic() + max(period, PAUSE)

    def run(self, job) -> bool:
        """One job's failure never stops the others. False after a fault that time alone does not mend."""
        try:
            close_old_connections()
            job()
        except (DatabaseError, OSError):
            logger.exception("%s failed; it is tried again", job.__name__)
        except Exception:  # whatever it is, mails and the index go on
            logger.exception("%s is at fault; it is tried again later", job.__name__)
            return False
        return True
