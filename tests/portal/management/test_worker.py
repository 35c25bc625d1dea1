import pytest

from portal.management.commands import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def turns(monkeypatch):
    """The worker with one job, which counts its runs, after one that raises the fault; two turns of it."""

    def run(fault):
        done = []

        def broken():
            done.append("broken")
            raise fault

        def sound():
            done.append("sound")

        monkeypatch.setattr(worker, "JOBS", ((broken, 0), (sound, 0)))
        due = dict.fromkeys((broken, sound), 0.0)
        for _ in range(2):
            worker.Command().turn(due)
        return done

    return run


def test_job_at_fault_waits_and_the_others_go_on(turns, caplog):
    assert turns(ValueError("a fault of ours")) == ["broken", "sound", "sound"]
    assert [record.message for record in caplog.records] == ["broken is at fault; it is tried again later"]


def test_job_that_met_an_outage_is_tried_at_its_own_pace(turns):
    assert turns(OSError("no connection")) == ["broken", "sound", "broken", "sound"]
