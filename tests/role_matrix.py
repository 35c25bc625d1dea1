"""Roles and what they may do: the table, address by address.

A cell is what GET answers: a status, or where it leads: « login », « verify » (the
password again), « home » (the admin's, with a refusal), « moved » (elsewhere).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practices.conversations.models import Readers
from practices.models import Criterion
from practices.steps import STEPS

ROLES = (
    "visitor",
    "stranger",  # an account, no collectivity
    "contributor",
    "referent",
    "co_bearer",  # of a collectivity that bears the draft with town A
    "neighbour",  # of another collectivity
    "editor",
    "moderator",
    "administrator",
)


@dataclass(frozen=True)
class Row:
    """One address of the site, about one thing of the world."""

    name: str
    about: str
    address: Callable
    cells: str

    def __str__(self):
        return f"{self.name} {self.about}".strip()

    @property
    def expected(self):
        return dict(zip(ROLES, self.cells.split(), strict=True))


def at(name, *args):
    """The address of this name; an argument with a dot, as "draft.pk", is read from the world."""

    def address(world):
        return reverse(
            name, args=[_read(world, arg) if isinstance(arg, str) and "." in arg else arg for arg in args]
        )

    return address


def _read(world, path):
    for part in path.split("."):
        world = getattr(world, part)
    return world


def row(name, about, args, cells):
    return Row(name, about, at(name, *args), cells)


ALL = "200 200 200 200 200 200 200 200 200"
LOGGED_IN = "login 200 200 200 200 200 200 200 200"
VERIFIED = LOGGED_IN.replace("200", "verify")  # the password again, first
POST_ONLY = "405 405 405 405 405 405 405 405 405"
POST_ONLY_OF_ACCOUNTS = LOGGED_IN.replace("200", "405")
NONE = "404 404 404 404 404 404 404 404 404"
TOWN = "login 404 200 200 404 404 404 404 404"
INTERVIEWER = "login 404 404 404 404 404 404 200 200"
TAKING_UP = INTERVIEWER.replace("200", "405")
TOWN_AND_INTERVIEWER = "login 404 200 200 404 404 404 200 404"
TOWN_AND_MODERATORS = "login 404 200 200 404 404 404 200 200"
BEARERS_AND_MODERATORS = "login 404 200 200 200 404 404 200 200"
READERS = "404 404 200 200 200 404 404 200 200"
ADMIN = "login 403 403 403 403 403 200 200 200"
MODERATORS = "login 403 403 403 403 403 home 200 200"
HIDDEN_FROM_EDITORS = MODERATORS.replace("home", "404")
ADMINISTRATORS = "login 403 403 403 403 403 404 404 200"
A_STEP = next(step for step in STEPS if step.view == "practices:step")

ROWS = [
    row("wagtail_serve", "home", [""], ALL),
    Row("wagtail_serve", "published sheet", lambda world: world.published.url, ALL),
    Row("wagtail_serve", "draft by its slug", lambda world: world.draft.url, NONE),
    row("practice_list", "", [], ALL),
    row("search_wish", "", [], ALL),
    row("suggest", "", [], ALL),
    row("map_background", "", [], POST_ONLY),
    row("my_territory", "", [], ALL),
    row("suggest_territories", "", [], ALL),
    row("territories:suggest", "", [], ALL),
    row("alerts:mine", "", [], ALL),
    row("alerts:follow", "", [], ALL),
    row("alerts:change", "of the contributor", ["alert.pk"], POST_ONLY),
    row("alerts:confirm", "forged link", ["x"], NONE),
    row("alerts:manage", "forged link", ["x"], "moved " * len(ROLES)),
    row("alerts:stop", "forged link", ["x"], NONE),
    row("practices:criteria", "", [], ALL),
    row("practices:my_practices", "", [], LOGGED_IN),
    row("practices:join", "", [], LOGGED_IN),
    row("practices:join_suggestions", "", [], LOGGED_IN),
    row("practices:people", "town A", ["town.code"], TOWN),
    row("practices:who_submits", "town A", ["town.code"], POST_ONLY_OF_ACCOUNTS),
    row("practices:create", "", [], "login moved 200 200 200 200 moved moved moved"),
    row("practices:edit", "draft", ["draft.pk"], TOWN),
    row("practices:edit", "published", ["published.pk"], TOWN),
    row("practices:step", "draft", ["draft.pk", A_STEP], TOWN),
    row("practices:preview", "draft", ["draft.pk"], BEARERS_AND_MODERATORS),
    row("practices:submit", "draft", ["draft.pk"], TOWN),
    row("practices:withdraw", "draft", ["draft.pk"], POST_ONLY_OF_ACCOUNTS),
    row("practices:conversation", "draft", ["draft.pk"], "login 404 200 200 200 404 404 404 404"),
    row("practices:co_bearers", "draft", ["draft.pk"], TOWN),
    row("practices:bearing_address", "of the asked", ["draft.pk", "asked.pk"], TOWN),
    row("practices:history", "draft", ["draft.pk"], BEARERS_AND_MODERATORS),
    row("practices:remarks", "draft", ["draft.pk"], TOWN),
    row("practices:answer_remark", "draft", ["draft.pk", 1], POST_ONLY_OF_ACCOUNTS),
    row("practices:resolve_remark", "draft", ["draft.pk", 1], POST_ONLY_OF_ACCOUNTS),
    row("practices:delete", "draft", ["draft.pk"], TOWN),
    row("practices:files", "draft", ["draft.pk"], TOWN),
    row("practices:file", "of the draft", ["file.key", "file.name"], READERS),
    row("practices:picture", "of the draft", ["picture.key", "picture.name"], READERS),
    row("practices:interviews", "", [], "login 404 404 404 404 404 404 200 200"),
    row("practices:begin_interview", "", [], "login 404 404 404 404 404 404 200 200"),
    row("practices:interview", "of a moderator", ["interview.practice_id"], INTERVIEWER),
    row("practices:take_up_interview", "of a moderator", ["interview.practice_id"], TAKING_UP),
    row("practices:interview", "of none", ["draft.pk"], "login 404 404 404 404 404 404 404 404"),
    row("practices:edit", "from a call", ["interview.practice_id"], TOWN_AND_INTERVIEWER),
    row("practices:step", "from a call", ["interview.practice_id", A_STEP], TOWN_AND_INTERVIEWER),
    row("practices:submit", "from a call", ["interview.practice_id"], TOWN_AND_INTERVIEWER),
    row("practices:files", "from a call", ["interview.practice_id"], TOWN_AND_INTERVIEWER),
    row("practices:conversation", "from a call", ["interview.practice_id"], TOWN),
    row("practices:history", "from a call", ["interview.practice_id"], TOWN_AND_MODERATORS),
    row("interviews:read", "forged link", ["x"], NONE),
    row("interviews:edit", "forged link", ["x"], NONE),
    row("interviews:step", "forged link", ["x", A_STEP], NONE),
    row("interviews:preview", "forged link", ["x"], NONE),
    row("interviews:files", "forged link", ["x"], NONE),
    row("interviews:file", "forged link", ["x", "key", "note"], NONE),
    row("interviews:picture", "forged link", ["x", "key", "note"], NONE),
    row("interviews:submit", "forged link", ["x"], NONE),
    row("interviews:decline", "forged link", ["x"], NONE),
    row("practices:bearing", "asked of the partner", ["bearing.pk"], "login 404 404 404 200 404 404 404 404"),
    row("practices:bearing_link", "forged link", ["x"], NONE),
    row("practices:mail_choices", "", [], LOGGED_IN),
    row("practices:stop_mails", "forged link", ["x"], NONE),
    row("practices:still_running", "published", ["published.pk"], TOWN),
    row("practices:still_running", "draft", ["draft.pk"], "login 404 404 404 404 404 404 404 404"),
    row("practices:still_running_link", "forged link", ["x"], NONE),
    row("practices:contact", "published", ["published.slug"], ALL),
    row("practices:contact", "draft", ["draft.slug"], NONE),
    row("practices:report", "published", ["published.slug"], ALL),
    row("practices:report", "draft", ["draft.slug"], NONE),
    row("practices:reuse", "published", ["published.slug"], LOGGED_IN),
    row("practices:reuse", "draft", ["draft.slug"], "login 404 404 404 404 404 404 404 404"),
    row("account", "", [], LOGGED_IN),
    row("proconnect_enter", "not configured", [], NONE),
    row("proconnect_callback", "not configured", [], NONE),
    row("proconnect_link", "not configured", [], NONE),
    row("proconnect_unlink", "not configured", [1], NONE),
    row("proconnect_left", "not configured", [], NONE),
    row("account_data", "", [], VERIFIED),
    row("account_close", "", [], VERIFIED),
    row("practices_import", "", [], MODERATORS),
    row("practices_import_csv", "", [], MODERATORS),
    row("practices_import_xlsx", "", [], MODERATORS),
    row("practices_import_job", "of nobody", ["x"], MODERATORS.replace("200", "404")),
    row("desk", "", [], MODERATORS),
    row("desk_audit", "", [], MODERATORS),
    row("desk_audit_csv", "", [], MODERATORS),
    row("desk_to_do", "", [], MODERATORS),
    row("search_unindexed", "", [], MODERATORS),
    row("search_retry", "", [], ADMIN.replace("200", "405")),
    row("search_miss_treat", "of nothing", [1], ADMIN.replace("200", "405")),
    row("search_wish_treat", "of nothing", [1], ADMIN.replace("200", "405")),
    row("desk_take", "", [], ADMIN.replace("200", "405")),
    row("desk_leave", "in review", ["in_review.pk"], ADMIN.replace("200", "405")),
    row("desk_give", "in review", ["in_review.pk"], MODERATORS),
    row("desk_give", "draft", ["draft.pk"], MODERATORS.replace("200", "404")),
    row("figures", "", [], MODERATORS),
    row("figure_csv", "regions", ["regions"], MODERATORS),
    row("figure_xlsx", "regions", ["regions"], MODERATORS),
    row("desk_read", "in review", ["in_review.pk"], MODERATORS),
    row("desk_read", "draft", ["draft.pk"], MODERATORS.replace("200", "404")),
    row("desk_check", "in review", ["in_review.pk"], ADMIN.replace("200", "405")),
    row("desk_publish", "in review", ["in_review.pk"], ADMIN.replace("200", "405")),
    row("practices_deletions", "", [], MODERATORS),
    row("practices_deletion", "of nothing", [1], MODERATORS.replace("200", "404")),
    row("practices_answers", "", [], MODERATORS),
    row("practices_answer_read", "of nothing", [1], ADMIN.replace("200", "405")),
    row("practices_merge_theme", "", ["theme.pk"], MODERATORS),
    row("practices_merge", "published", ["published.pk"], MODERATORS.replace("home", "404")),
    row("practices_quality", "published", ["published.pk"], MODERATORS.replace("home", "404")),
    row("practices_answer_town", "draft", ["draft.pk"], "login 403 403 403 403 403 404 200 200"),
    row("practices_opinion", "draft", ["draft.pk"], "login 403 403 403 403 403 404 200 200"),
    row("practices_archive", "published", ["published.pk"], MODERATORS.replace("home", "404")),
    row("bearing_note", "asked of the partner", ["bearing.pk"], ADMIN.replace("200", "405")),
    row("practices_reports", "", [], MODERATORS),
    row("practices_report_handle", "of nothing", [1], ADMIN.replace("200", "405")),
    row("practices_conversation", "draft", ["draft.pk"], "login 403 403 403 403 403 404 200 200"),
    row("confirm_membership", "pending in A", ["pending.pk"], ADMIN.replace("200", "405")),
    row("refuse_membership", "pending in A", ["pending.pk"], ADMIN.replace("200", "405")),
    row("admin_home", "", [], "login 403 403 403 403 403 200 moved 200"),
    row("wagtailadmin_home", "", [], "login 403 403 403 403 403 200 moved 200"),
    row("wagtailadmin_pages:edit", "draft", ["draft.pk"], HIDDEN_FROM_EDITORS),
    row("wagtailadmin_pages:history", "draft", ["draft.pk"], HIDDEN_FROM_EDITORS),
    row("wagtailadmin_pages:view_draft", "draft", ["draft.pk"], HIDDEN_FROM_EDITORS),
    row("wagtailadmin_explore", "draft", ["draft.pk"], HIDDEN_FROM_EDITORS),
    row("wagtailadmin_explore_results", "draft", ["draft.pk"], HIDDEN_FROM_EDITORS),
    row("wagtailadmin_choose_page_child", "draft", ["draft.pk"], HIDDEN_FROM_EDITORS),
    row("wagtailadmin_reports:page_types_usage", "", [], ADMINISTRATORS),
    row("wagtailadmin_reports:page_types_usage_results", "", [], ADMINISTRATORS),
]

# Doors of Wagtail and allauth, that they guard and test themselves: by the beginning of their name.
OF_FRAMEWORKS = ("wagtail", "account_", "mfa_")
# The same for all, and about nobody.
OF_MACHINES = (
    "sante/vivant/",
    "sante/pret/",
    "sitemap.xml",
    "robots.txt",
    "admin/login/",
    "_util/login/",
    "admin/test404/",
    "admin/^.*/$",
)


@dataclass(frozen=True)
class Door:
    """A change that may be posted: `role` is one of those who may, `others` the outsiders who may too."""

    name: str
    args: list
    role: str
    data: Callable = lambda world: {}
    others: tuple = ()

    def address(self, world):
        return at(self.name, *self.args)(world)


# Posted to, and changing no table: a cookie of one's own; the index, whose door has tests beside it.
WITHOUT_DOOR = {"map_background", "search_retry"}
OUTSIDERS = ("visitor", "stranger", "co_bearer", "neighbour", "editor")
DOORS = [
    Door("practices:edit", ["draft.pk"], "contributor", lambda world: {"title": "Pris à une autre"}),
    Door("practices:step", ["draft.pk", A_STEP], "contributor", lambda world: {"keywords": "vélo"}),
    Door("practices:submit", ["draft.pk"], "contributor"),
    Door("practices:withdraw", ["in_review.pk"], "contributor"),
    Door("practices:co_bearers", ["draft.pk"], "contributor", lambda world: {"co_bearers": []}),
    Door(
        "practices:bearing_address",
        ["draft.pk", "asked.pk"],
        "contributor",
        lambda world: {"email": "mairie@autun.example"},
    ),
    Door(
        "practices:conversation",
        ["draft.pk"],
        "contributor",
        lambda world: {"text": "Bonjour"},
        others=("co_bearer",),
    ),
    Door(
        "practices:still_running",
        ["published.pk"],
        "contributor",
        lambda world: {"verdict": "arretee", "cause": "usage"},
    ),
    Door("practices_answer_read", ["answered.pk"], "moderator", lambda world: {"shown": "oui"}),
    Door("practices_report_handle", ["report.pk"], "moderator", lambda world: {"outcome": "fait"}),
    Door("practices:files", ["draft.pk"], "contributor", lambda world: {"files": pdf()}),
    Door(
        "practices:interview",
        ["interview.practice_id"],
        "moderator",
        lambda world: {"email": "mairie@exemple.fr"},
    ),
    Door(
        "practices:begin_interview",
        [],
        "moderator",
        lambda world: {
            "territory": world.town.code,
            "called_on": "12/11/2025",
            "person": "Anne Petit",
            "function": "Maire",
            "email": "mairie@exemple.fr",
        },
    ),
    Door(
        "practices:people",
        ["town.code"],
        "referent",
        lambda world: {"membership": world.pending.pk, "decision": "accept"},
    ),
    Door("practices:who_submits", ["town.code"], "referent", lambda world: {"referents_submit": "on"}),
    Door("alerts:change", ["alert.pk"], "contributor", lambda world: {"delete": "1"}),
    Door("desk_take", [], "moderator", lambda world: {"only": world.in_review.pk}),
    Door(
        "desk_give",
        ["in_review.pk"],
        "moderator",
        lambda world: {"to": world.users["administrator"].pk},
    ),
    Door(
        "desk_publish",
        ["in_review.pk"],
        "moderator",
        lambda world: {"version": world.in_review.latest_revision_id},
    ),
    Door(
        "desk_check",
        ["in_review.pk"],
        "moderator",
        lambda world: {
            "met": Criterion.objects.first().pk,
            "review": world.in_review.current_workflow_task_state.pk,
        },
    ),
    Door("desk_leave", ["taken.pk"], "moderator"),
    Door("search_miss_treat", ["miss.pk"], "moderator"),
    Door("search_wish_treat", ["wish.pk"], "moderator"),
    Door("practices:take_up_interview", ["interview.practice_id"], "administrator"),
    Door(
        "practices:answer_remark",
        ["draft.pk", "remark.pk"],
        "contributor",
        lambda world: {f"{world.remark.pk}-text": "Trois agents."},
    ),
    Door("practices:resolve_remark", ["draft.pk", "remark.pk"], "contributor"),
    Door("bearing_note", ["asked.pk"], "moderator", lambda world: {"verdict": "confirmee"}),
    Door("confirm_membership", ["pending.pk"], "moderator"),
    Door("refuse_membership", ["pending.pk"], "moderator"),
    Door(
        "practices_conversation",
        ["draft.pk"],
        "moderator",
        lambda world: {"text": "Bonjour", "readers": Readers.EVERYONE},
    ),
]


def pdf():
    return SimpleUploadedFile("note.pdf", b"%PDF-1.4\n%%EOF\n")
