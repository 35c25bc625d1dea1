"""Sheets and those who review them. A plain PracticeFactory() is a complete draft that nobody has sent."""

import datetime

import factory
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from practices.assignments.models import Association
from practices.choices import Mutualisation, State
from practices.models import PracticeIndexPage, PracticePage, Programme, ReviewTask, Theme
from practices.mutualisation.models import Answer

from .accounts import UserFactory
from .territories import TerritoryFactory

ASSOCIATION = "Villes de France"


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thème {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Programme {n}")
    slug = factory.Sequence(lambda n: f"programme-{n}")


def practice_index():
    """The one parent of all sheets."""
    index = PracticeIndexPage.objects.first()
    if index is None:
        index = PracticeIndexPage(title="Fiches", slug="fiches")
        home = Page.objects.filter(depth=2).order_by("path").first() or Page.get_first_root_node()
        home.add_child(instance=index)
    return index


def review_workflow():
    """The review of all sheets, by one group of moderators; made once."""
    task = ReviewTask.objects.first()
    if task is None:
        task = ReviewTask.objects.create(name="Relecture")
        task.groups.add(moderator_group())
        workflow = Workflow.objects.create(name="Relecture des fiches")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=Page(pk=practice_index().pk))
    return task


def association(name=ASSOCIATION):
    """One of those that review, with its group of moderators."""
    task = review_workflow()
    group = moderator_group(name)
    task.groups.add(group)
    return Association.objects.get_or_create(name=name, defaults={"group": group})[0]


def moderator_group(name=ASSOCIATION):
    group, is_new = Group.objects.get_or_create(name=f"Modérateurs {name}")
    if is_new:
        codenames = ["access_admin", "change_membership", "view_membership"]
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))
        for codename in ("change_page", "publish_page", "lock_page", "unlock_page"):
            group.page_permissions.create(
                page=Page(pk=practice_index().pk), permission=Permission.objects.get(codename=codename)
            )
    return group


class ModeratorFactory(UserFactory):
    """A member of a group that reviews the sheets: association="Villes Internet" for another."""

    email = factory.Sequence(lambda n: f"relecture-{n}@association.example")
    first_name = "Dominique"

    @factory.post_generation
    def association(self, create, extracted, **kwargs):
        self.groups.add(association(extracted or ASSOCIATION).group)


class PracticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticePage
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(live=True, first_published_at=factory.LazyFunction(timezone.now))
        archived = factory.Trait(published=True, archived_at=factory.LazyFunction(timezone.now))
        example = factory.Trait(published=True, is_example=True)
        incomplete = factory.Trait(summary="", themes=[], need="", contact_email="")

    live = False
    title = factory.Sequence(lambda n: f"Partager un informaticien {n}")
    summary = "Trois communes emploient ensemble un informaticien."
    lead = factory.SubFactory(TerritoryFactory)
    mutualisation = Mutualisation.SHARED_SERVICE
    state = State.RUNNING
    state_date = datetime.date(2026, 3, 1)
    need = "<p>Personne pour réparer.</p>"
    actions = "<p>Un poste partagé.</p>"
    lessons = "<p>Commencer sans convention.</p>"
    contact_function = "Secrétariat général"
    contact_email = factory.Sequence(lambda n: f"contact-{n}@mairie.example")
    owner = None

    @classmethod
    def _create(cls, model_class, *args, themes=None, confirmed_bearers=(), **kwargs):
        if confirmed_bearers:
            kwargs["co_bearers"] = [*kwargs.get("co_bearers", ()), *confirmed_bearers]
        several = {name: kwargs.pop(name) for name in ("co_bearers", "programmes") if name in kwargs}
        practice = model_class(*args, **kwargs)
        practice.themes = [ThemeFactory()] if themes is None else themes
        for name, values in several.items():
            setattr(practice, name, values)
        review_workflow()
        practice_index().add_child(instance=practice)
        version = practice.save_revision(clean=False)
        if practice.live:
            version.publish(log_action=False)
            practice = model_class.objects.get(pk=practice.pk)
        practice.bearings.for_territories(confirmed_bearers).update(answer=Answer.CONFIRMED)
        return practice
