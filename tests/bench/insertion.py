"""Thousands of sheets written as rows, beside the models' own save(): no signal, revision or form."""

from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from wagtail.models import Locale, Page

from practices.files.models import FileState, SheetFile
from practices.models import Attachment, PracticeIndexPage, PracticePage
from practices.mutualisation.models import Answer, Bearing
from practices.territories.models import Territory

from .made_up import Maker
from .tree import problems

BATCH = 200  # sheets in one transaction


class TreeProblem(Exception):
    """What was written is no tree."""


def insert_sheets(count, *, progress=iter):
    """Adds published sheets under the one parent of sheets; constant memory. Raises TreeProblem."""
    maker = Maker()
    parent = PracticeIndexPage.objects.get()
    document = SheetFile.objects.create(
        territory=Territory.objects.first(), name="bench.pdf", extension="pdf", size=1, state=FileState.CLEAN
    )
    first = parent.numchild + 1
    numbers_left = iter(progress(range(first, first + count)))
    while numbers := list(islice(numbers_left, BATCH)):
        with transaction.atomic():
            _insert_batch([maker.make(number) for number in numbers], parent, numbers, document)
    check_tree(parent, first + count - 1)


def check_tree(parent, count):
    """The tree is as treebeard wants it: `fixtree` would find nothing."""
    parent.refresh_from_db()
    wrong = list(islice(problems(), 5))
    if wrong or parent.numchild != count:
        raise TreeProblem(f"{wrong} {parent.numchild} children instead of {count}")


def _insert_batch(sheets, parent, numbers, document):
    pages = [sheet.page for sheet in sheets]
    content_type = ContentType.objects.get_for_model(PracticePage)
    locale = Locale.get_default()
    for page, number in zip(pages, numbers, strict=True):
        page.path = PracticePage._get_path(parent.path, parent.depth + 1, number)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type, page.locale, page.live = content_type, locale, True
    own = [field for field in Page._meta.concrete_fields if not field.primary_key]
    keys = _insert(Page, pages, own, returning_fields=[Page._meta.pk])
    for page, (key,) in zip(pages, keys, strict=True):
        page.pk = page.page_ptr_id = page.id = key
    _insert(PracticePage, pages, PracticePage._meta.local_concrete_fields)
    Page.objects.filter(pk=parent.pk).update(numchild=numbers[-1])
    _insert_relations(sheets)
    _insert_children(sheets, document)


def _insert(model, instances, fields, **options):
    """What bulk_create() does, for one table of a model that has several: it refuses those."""
    found = model._base_manager._insert(instances, fields=fields, using=DEFAULT_DB_ALIAS, raw=True, **options)
    return found or []


def _insert_relations(sheets):
    for name in ("themes", "programmes", "co_bearers"):
        field = PracticePage._meta.get_field(name)
        through, own, other = (
            field.remote_field.through,
            field.m2m_field_name(),
            field.m2m_reverse_field_name(),
        )
        rows = [
            through(**{f"{own}_id": sheet.page.pk, f"{other}_id": key})
            for sheet in sheets
            for key in getattr(sheet, name)
        ]
        through.objects.bulk_create(rows)
    Bearing.objects.bulk_create(
        Bearing(practice=sheet.page, territory_id=key, answer=Answer.CONFIRMED)
        for sheet in sheets
        for key in sheet.co_bearers
    )


def _insert_children(sheets, document):
    by_model = {}
    for sheet in sheets:
        if sheet.has_attachment:
            sheet.children.append(Attachment(sort_order=0, file=document))
        for child in sheet.children:
            child.page_id = sheet.page.pk
            by_model.setdefault(type(child), []).append(child)
    for model, children in by_model.items():
        model.objects.bulk_create(children)
