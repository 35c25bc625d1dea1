"""What a site starts with: its pages, groups, workflow and vocabularies.

Each function adds what is missing and leaves alone what is there, so that all may run again at any time.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

import practices
from practices.answering.models import ReusableText
from practices.assignments.models import Association
from practices.models import Criterion, PracticeIndexPage, Programme, ReviewTask, Theme
from practices.quality.models import QualityCriterion

from .models import HomePage, SiteMapPage, StandardPage

CONTENT = Path(__file__).parent / "starter"
THEME_TREE = Path(practices.__file__).parent / "theme_tree.json"

ASSOCIATIONS = ("Villes Internet", "Villes de France")
MODERATORS = tuple(f"Modérateurs {name}" for name in ASSOCIATIONS)
EDITORS = "Éditeurs"
WORKFLOW = "Relecture des fiches"
TASK = "Relecture par l’une des deux associations"
SEARCHES = "partager un informaticien\nse préparer à une cyberattaque\nouvrir un guichet numérique"

# What moderators keep: vocabularies, synonyms, collectivities, who speaks for them.
KEPT_BY_MODERATORS = (
    ("assignments", "sendingrule"),
    ("answering", "reusabletext"),
    ("practices", "theme"),
    ("practices", "programme"),
    ("practices", "criterion"),
    ("quality", "qualitycriterion"),
    ("search", "synonym"),
    ("territories", "territory"),
    ("territories", "membership"),
    ("territories", "emaildomain"),
)
# What moderators treat, and never add by hand.
TREATED_BY_MODERATORS = (
    ("assignments", "association"),
    ("misses", "searchmiss"),
    ("misses", "searchwish"),
    ("reuse", "reuse"),
    ("mutualisation", "bearing"),
)
# What moderators may remove; what is used is refused them, by `practices.admin.deleting`.
REMOVED_BY_MODERATORS = (
    ("assignments", "delete_sendingrule"),
    ("practices", "delete_theme"),
    ("practices", "delete_programme"),
    ("practices", "delete_criterion"),
    ("quality", "delete_qualitycriterion"),
    ("answering", "delete_reusabletext"),
    ("search", "delete_synonym"),
    ("reuse", "delete_reuse"),
    ("territories", "delete_emaildomain"),
)


@transaction.atomic
def build():
    """Make or repair the whole starter site; return the home page."""
    name_root()
    home = ensure_home()
    ensure_site(home)
    index = ensure_index(home)
    ensure_pages(home)
    ensure_groups(index, home)
    ensure_workflow(index)
    remove_stock_moderation()
    ensure_vocabularies()
    return home


def name_root():
    """Wagtail's root is born with an English name, which moderators see in the admin."""
    Page.objects.filter(depth=1, title="Root").update(title="Racine", draft_title="Racine")


def ensure_home():
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="Accueil", slug="accueil", suggested_searches=SEARCHES)
        Page.get_first_root_node().add_child(instance=home)
    return home


def ensure_site(home):
    """The default site leads to the home page; Wagtail's welcome page, if nobody touched it, goes."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first()
    welcome = Page.objects.filter(depth=2, slug="home", title="Welcome to your new Wagtail site!", numchild=0)
    if site is None:
        site = Site(is_default_site=True, root_page=home)
    if site.pk is None or site.root_page in welcome:
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = settings.SITE_NAME
        site.root_page = home
        site.save()
    for page in welcome:
        page.delete()


def ensure_index(home):
    index = PracticeIndexPage.objects.first()
    if index is None:
        index = home.add_child(instance=PracticeIndexPage(title="Fiches", slug="fiches"))
    return index


def ensure_pages(home):
    """The standard pages, found again by their address."""
    for page in json.loads((CONTENT / "pages.json").read_text()):
        if not home.get_children().filter(slug=page["slug"]).exists():
            body = (CONTENT / f"{page['slug']}.html").read_text()
            home.add_child(instance=StandardPage(**page, body=body, show_in_menus=True))
    if not SiteMapPage.objects.exists():
        home.add_child(instance=SiteMapPage(title="Plan du site", slug="plan-du-site", show_in_menus=True))


def ensure_groups(index, home):
    """Moderators act on sheets and vocabularies, editors on the other pages; neither on the other's."""
    root = Collection.get_first_root_node()
    for name, association in zip(MODERATORS, ASSOCIATIONS, strict=True):
        group, _ = Group.objects.get_or_create(name=name)
        if not Association.objects.filter(group=group).exists():
            Association.objects.create(name=association, group=group)
        _grant_pages(group, index, ("change", "publish", "lock", "unlock"))
        _grant_files(group, root, ("add", "choose"))
        kept = Q()
        for app_label, model in KEPT_BY_MODERATORS:
            kept |= Q(
                content_type__app_label=app_label,
                codename__in=[f"{action}_{model}" for action in ("add", "change", "view")],
            )
        for app_label, model in TREATED_BY_MODERATORS:
            codenames = [f"change_{model}", f"view_{model}"]
            kept |= Q(content_type__app_label=app_label, codename__in=codenames)
        for app_label, codename in REMOVED_BY_MODERATORS:
            kept |= Q(content_type__app_label=app_label, codename=codename)
        group.permissions.add(_access_admin(), *Permission.objects.filter(kept))
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(_access_admin())
    _grant_files(editors, root, ("add", "change", "choose"))
    # On each page rather than on the home page: what is given there reaches the sheets too.
    for page in home.get_children().type(StandardPage, SiteMapPage):
        _grant_pages(editors, page, ("add", "change", "publish"))


def _access_admin():
    return Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")


def _grant_pages(group, page, actions):
    codenames = [f"{action}_page" for action in actions]
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=Page(pk=page.pk), permission=permission)


def _grant_files(group, collection, actions):
    codenames = [f"{action}_{model}" for action in actions for model in ("image", "document")]
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def ensure_workflow(index):
    """All sheets pass one review, open to the moderators of both associations."""
    task = ReviewTask.objects.first()
    if task is None:
        task = ReviewTask.objects.create(name=TASK)
        task.groups.set(Group.objects.filter(name__in=MODERATORS))
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=WORKFLOW)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    if not WorkflowPage.objects.filter(page=index).exists():
        WorkflowPage.objects.create(workflow=workflow, page=Page(pk=index.pk))


def remove_stock_moderation():
    """Wagtail is born with two groups and a workflow in English, over all pages: they go while unused."""
    stock = Workflow.objects.filter(name="Moderators approval", workflow_states=None)
    for workflow in stock.filter(workflow_pages__page__depth=1):
        for workflow_task in workflow.workflow_tasks.all():
            workflow_task.task.delete()
        workflow.delete()
    Group.objects.filter(name__in=("Moderators", "Editors"), user=None).delete()


def ensure_vocabularies():
    """The first themes, programmes, criteria, texts, each only while there is none: moderators keep them."""
    if not Theme.objects.exists():
        for order, theme in enumerate(json.loads(THEME_TREE.read_text()), 1):
            parent = Theme.objects.create(name=theme["name"], slug=theme["slug"], order=order * 10)
            for rank, child in enumerate(theme["children"], 1):
                Theme.objects.create(name=child["name"], slug=child["slug"], parent=parent, order=rank * 10)
    if not Programme.objects.exists():
        for name, slug in json.loads((CONTENT / "programmes.json").read_text()):
            Programme.objects.create(name=name, slug=slug)
    if not Criterion.objects.exists():
        for order, (name, text) in enumerate(json.loads((CONTENT / "criteria.json").read_text()), 1):
            Criterion.objects.create(name=name, text=text, order=order * 10)
    if not QualityCriterion.objects.exists():
        for order, (name, text) in enumerate(json.loads((CONTENT / "quality.json").read_text()), 1):
            QualityCriterion.objects.create(name=name, text=text, order=order * 10)
    if not ReusableText.objects.exists():
        for order, row in enumerate(json.loads((CONTENT / "reusable_texts.json").read_text()), 1):
            name, text, field = row
            ReusableText.objects.create(name=name, text=text, field=field, order=order * 10)
