import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from practices.reuse.declaring import declare, take_back
from practices.reuse.models import Reuse
from practices.territories.directory.merging import merge
from tests.factories.practices import PracticeFactory
from tests.factories.reuse import ReuseFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory(published=True, title="L’école")


def rows():
    return list(Reuse.objects.order_by("pk").values_list("territory", "changes", "year", "result"))


def test_reuse_is_kept_and_the_lead_is_told(practice, member, territory, mailoutbox):
    leader = MembershipFactory(territory=practice.lead, confirmed=True).user
    MembershipFactory(territory=practice.lead)

    declare(practice, user=member, territory=territory, changes="À deux communes.", year=2025)

    assert rows() == [(territory.pk, "À deux communes.", 2025, None)]
    assert [sent.to for sent in mailoutbox] == [[leader.email]]
    assert mailoutbox[0].subject == f"{territory.label} reprend votre pratique"
    assert "À deux communes." in mailoutbox[0].body


def test_said_again_is_corrected_and_told_once(practice, member, territory, mailoutbox):
    MembershipFactory(territory=practice.lead, confirmed=True)
    own = PracticeFactory(lead=territory, published=True)

    for changes in ("À deux.", "À trois."):
        declare(practice, user=member, territory=territory, changes=changes, result=own)

    assert rows() == [(territory.pk, "À trois.", None, own.pk)]
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("case", ["stranger", "lead", "co-bearer", "draft", "archived", "example"])
def test_reuse_is_refused(case, practice, member, territory):
    sheet = {
        "stranger": lambda: practice,
        "lead": lambda: PracticeFactory(lead=territory, published=True),
        "co-bearer": lambda: PracticeFactory(confirmed_bearers=[territory], published=True),
        "draft": PracticeFactory,
        "archived": lambda: PracticeFactory(archived=True),
        "example": lambda: PracticeFactory(example=True),
    }[case]()
    whose = TerritoryFactory() if case == "stranger" else territory

    with pytest.raises(PermissionDenied), transaction.atomic():
        declare(sheet, user=member, territory=whose)
    with pytest.raises(PermissionDenied), transaction.atomic():
        take_back(sheet, user=member, territory=whose)

    assert rows() == []


def test_sheet_of_another_collectivity_cannot_tell_the_reuse(practice, member, territory):
    with pytest.raises(ValidationError), transaction.atomic():
        declare(practice, user=member, territory=territory, result=PracticeFactory(published=True))

    assert rows() == []


def test_taken_back_reuse_is_gone_and_others_stay(practice, member, territory):
    other = ReuseFactory(practice=practice)
    declare(practice, user=member, territory=territory)

    for _ in range(2):
        take_back(practice, user=member, territory=territory)

    assert rows() == [(other.territory.pk, "", None, None)]


def test_reuses_follow_a_merged_collectivity_once(practice):
    old, new = TerritoryFactory(), TerritoryFactory()
    kept, twin = ReuseFactory(territory=old), ReuseFactory(practice=practice, territory=old)
    ReuseFactory(practice=practice, territory=new)
    ReuseFactory(practice=PracticeFactory(lead=new, published=True), territory=old)

    merge(old, into=new)

    left = Reuse.objects.order_by("practice").values_list("practice", "territory")
    assert set(left) == {(kept.practice.pk, new.pk), (twin.practice.pk, new.pk)}
    assert len(left) == 2
