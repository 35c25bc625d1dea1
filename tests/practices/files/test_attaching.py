import uuid

import pytest
from django.core.exceptions import PermissionDenied

from practices.choices import AttachmentKind
from practices.drafts import save_draft
from practices.files import attaching
from practices.files.attaching import attach, choose_picture, describe, detach
from practices.files.models import FileState, SheetFile
from practices.files.refusals import Refusal
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.files import SheetFileFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory

from . import made

pytestmark = pytest.mark.django_db


def names(version):
    return [row.file.name for row in version.attachments.all()]


def draft_of(practice):
    practice.refresh_from_db()
    return practice.get_latest_revision_as_object()


def test_attach_adds_a_version_with_the_files(practice, member):
    versions = practice.revisions.count()
    uploads = [made.upload("note.pdf", made.PDF), made.upload("plan.png", made.image())]

    refused = attach(practice, user=member, uploads=uploads)

    assert refused == {}
    assert names(draft_of(practice)) == ["note.pdf", "plan.png"]
    assert practice.revisions.count() == versions + 1
    assert set(SheetFile.objects.values_list("state", flat=True)) == {FileState.RECEIVED}


def test_attach_keeps_the_good_files_and_says_why_of_the_others(practice, member):
    uploads = [made.upload("a.exe", b"MZ"), made.upload("note.pdf", made.PDF)]

    refused = attach(practice, user=member, uploads=uploads)

    assert list(refused) == ["a.exe"]
    assert names(draft_of(practice)) == ["note.pdf"]


def test_changes_of_files_are_one_version_with_what_the_same_person_wrote(practice, member):
    save_draft(practice, user=member, data={"summary": "Un informaticien pour trois communes."})
    versions = practice.revisions.count()

    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF), made.upload("b.pdf", made.PDF)])
    detach(practice, user=member, key=SheetFile.objects.earliest("pk").key)
    save_draft(practice, user=member, data={"summary": "Un informaticien pour deux communes."})
    of_one = practice.revisions.count() - versions
    practice.refresh_from_db()
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.CHANGES, reason="Précisez.")
    practice.refresh_from_db()
    attach(practice, user=member, uploads=[made.upload("c.pdf", made.PDF)])

    assert (of_one, practice.revisions.count() - versions) == (0, 1)
    assert names(draft_of(practice)) == ["b.pdf", "c.pdf"]


def test_attach_reads_in_its_name_what_a_document_is(practice, member):
    given = ["Convention_de_service.pdf", "Délibération 12.pdf", "modele.pdf"]

    attach(practice, user=member, uploads=[made.upload(name, made.PDF) for name in given])

    kinds = [row.kind for row in draft_of(practice).attachments.all()]
    assert kinds == [AttachmentKind.CONVENTION, AttachmentKind.DELIBERATION, AttachmentKind.REUSABLE]


def test_attach_takes_ten_files(practice, member):
    uploads = [made.upload(f"note-{number}.pdf", made.PDF) for number in range(11)]

    refused = attach(practice, user=member, uploads=uploads)

    assert refused == {"note-10.pdf": attaching.TOO_MANY}
    assert len(names(draft_of(practice))) == 10


def test_attach_joins_once_what_a_form_sends_twice(practice, member):
    key = uuid.uuid4()

    def send(**names):
        uploads = [made.upload(name.replace("_", "."), content) for name, content in names.items()]
        return attach(practice, user=member, uploads=uploads, key=key)

    one, other = b"a;b\n1;2\n", b"a;b\n3;4\n"
    answers = [send(a_csv=one), send(a_csv=one, b_csv=one), send(a_csv=other)]

    assert answers == [{}, {}, {}]
    assert names(draft_of(practice)) == ["a.csv", "b.csv", "a.csv"]


def test_attach_refuses_no_file_that_is_there_already(practice, member):
    key = uuid.uuid4()
    ten = [f"note-{number}.pdf" for number in range(10)]

    answers = [
        attach(practice, user=member, uploads=[made.upload(name, made.PDF) for name in ten], key=key)
        for _ in range(2)
    ]

    assert (answers, names(draft_of(practice))) == ([{}, {}], ten)


def test_attach_takes_again_a_file_that_was_removed(practice, member):
    key = uuid.uuid4()
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)], key=key)
    detach(practice, user=member, key=SheetFile.objects.get().key)

    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)], key=key)

    assert names(draft_of(practice)) == ["note.pdf"]


def test_attach_leaves_room_for_the_collectivity(practice, member, territory):
    other = SheetFileFactory(practice=PracticeFactory(lead=territory))
    SheetFile.objects.filter(pk=other.pk).update(size=attaching.MAX_OF_TERRITORY - 10)

    refused = attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])

    assert refused == {"note.pdf": attaching.NO_ROOM}


def test_attach_of_a_stranger_is_refused(practice, stranger):
    with pytest.raises(PermissionDenied):
        attach(practice, user=stranger, uploads=[made.upload("note.pdf", made.PDF)])

    assert SheetFile.objects.count() == 0


def test_attach_waits_while_the_sheet_is_in_review(practice, member):
    submit(practice, user=member)

    with pytest.raises(PermissionDenied):
        attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])


def test_a_new_file_of_a_published_sheet_is_reviewed(practice, member):
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.APPROVED)
    practice.refresh_from_db()

    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])

    practice.refresh_from_db()
    assert (practice.live, practice.has_unpublished_changes) == (True, True)
    assert (names(practice), names(draft_of(practice))) == ([], ["note.pdf"])
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.APPROVED)
    assert names(type(practice).objects.get(pk=practice.pk)) == ["note.pdf"]


def test_describe_writes_a_version_only_when_something_changes(practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    key = SheetFile.objects.get().key
    texts = {key: {"title": "Convention", "kind": "convention", "language": "fr"}}

    describe(practice, user=member, texts=texts)
    versions = practice.revisions.count()
    describe(practice, user=member, texts=texts)

    row = draft_of(practice).attachments.get()
    assert (row.title, row.kind, row.language) == ("Convention", "convention", "fr")
    assert practice.revisions.count() == versions


def test_detach_takes_the_file_off_the_draft_only(practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.APPROVED)
    file = SheetFile.objects.get()

    detach(practice, user=member, key=file.key)

    live = type(practice).objects.get(pk=practice.pk)
    assert (names(live), names(draft_of(practice))) == (["note.pdf"], [])
    assert file.content.storage.exists(file.content.name)


def test_choose_picture_wants_to_know_what_it_shows(practice, member):
    attach(practice, user=member, uploads=[made.upload("plan.png", made.image())])
    key = SheetFile.objects.get().key

    with pytest.raises(Refusal):
        choose_picture(practice, user=member, key=key)


def test_choose_picture_puts_the_one_before_back(practice, member):
    attach(practice, user=member, uploads=[made.upload(name, made.image()) for name in ("a.png", "b.png")])
    first, second = SheetFile.objects.order_by("pk")
    texts = {"credit": "Ville de Luzy"}
    describe(
        practice, user=member, texts={f.key: texts | {"title": f"Vue {f.name}"} for f in (first, second)}
    )

    choose_picture(practice, user=member, key=first.key)
    choose_picture(practice, user=member, key=second.key)

    draft = draft_of(practice)
    assert (draft.image, draft.image_alt, draft.image_credit) == (second, "Vue b.png", "Ville de Luzy")
    assert [(row.file, row.title, row.credit) for row in draft.attachments.all()] == [
        (first, "Vue a.png", "Ville de Luzy")
    ]


def test_an_attached_file_is_evidence_once_it_is_checked(practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])

    before = draft_of(practice).evidence[0]
    SheetFile.objects.update(state=FileState.CLEAN)

    assert (before, draft_of(practice).evidence[0]) == ("declaree", "piece-jointe")
