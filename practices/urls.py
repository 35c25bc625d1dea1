from django.urls import path, register_converter

from .checklist.views import criteria
from .conversations.views import of_town
from .deletion.views import delete
from .files import views as files
from .interviews.views import of_moderators as interviews
from .mailing import views as mailing
from .mutualisation import views as mutualisation
from .reports.views import report
from .reuse.views import reuse
from .steps import StepConverter
from .views import contact, history, joining, my_space, people, remarks, steps, writing
from .vitality import views as vitality

register_converter(StepConverter, "step")

app_name = "practices"
urlpatterns = [
    path("criteres/", criteria, name="criteria"),
    path("mon-espace/", my_space.my_practices, name="my_practices"),
    path("mon-espace/rejoindre/", joining.join, name="join"),
    path("mon-espace/rejoindre/suggestions/", joining.suggest, name="join_suggestions"),
    path("mon-espace/collectivites/<str:code>/personnes/", people.people, name="people"),
    path("mon-espace/collectivites/<str:code>/envoi/", people.choose_who_submits, name="who_submits"),
    path("mon-espace/fiches/nouvelle/", writing.create, name="create"),
    path("mon-espace/entretiens/", interviews.listing, name="interviews"),
    path("mon-espace/entretiens/nouveau/", interviews.begin, name="begin_interview"),
    path("mon-espace/fiches/<key:pk>/", writing.edit, name="edit"),
    path("mon-espace/fiches/<key:pk>/entretien/", interviews.interview, name="interview"),
    path(
        "mon-espace/fiches/<key:pk>/entretien/suivre/", interviews.take_up_interview, name="take_up_interview"
    ),
    path("mon-espace/fiches/<key:pk>/apercu/", writing.preview, name="preview"),
    path("mon-espace/fiches/<key:pk>/envoyer/", steps.submit, name="submit"),
    path("mon-espace/fiches/<key:pk>/retirer/", steps.withdraw, name="withdraw"),
    path("mon-espace/fiches/<key:pk>/echanges/", of_town, name="conversation"),
    path("mon-espace/fiches/<key:pk>/fichiers/", files.of_town, name="files"),
    path("fichiers/<str:key>/image/<str:name>", files.picture, name="picture"),
    path("fichiers/<str:key>/<str:name>", files.file, name="file"),
    path("mon-espace/fiches/<key:pk>/collectivites/", writing.name_co_bearers, name="co_bearers"),
    path(
        "mon-espace/fiches/<key:pk>/collectivites/<key:bearing>/ecrire/",
        mutualisation.send_link_to,
        name="bearing_address",
    ),
    path("mon-espace/fiches/<key:pk>/supprimer/", delete, name="delete"),
    path("mon-espace/fiches/<key:pk>/historique/", history.history, name="history"),
    path("mon-espace/fiches/<key:pk>/remarques/", remarks.remarks, name="remarks"),
    path(
        "mon-espace/fiches/<key:pk>/remarques/<key:remark>/repondre/",
        remarks.answer_remark,
        name="answer_remark",
    ),
    path(
        "mon-espace/fiches/<key:pk>/remarques/<key:remark>/traitee/",
        remarks.resolve_remark,
        name="resolve_remark",
    ),
    path("mon-espace/fiches/<key:pk>/<step:step>/", writing.write_step, name="step"),
    path("mon-espace/pratiques-portees/<key:pk>/", mutualisation.of_member, name="bearing"),
    path("pratiques-portees/<str:token>/", mutualisation.of_link, name="bearing_link"),
    path("compte/courriels/", mailing.choices, name="mail_choices"),
    path("courriels/arret/<str:token>/", mailing.stop, name="stop_mails"),
    path("mon-espace/fiches/<key:pk>/toujours-en-service/", vitality.of_member, name="still_running"),
    path("toujours-en-service/<str:token>/", vitality.of_link, name="still_running_link"),
    path("fiches/<slug:slug>/ecrire/", contact.contact, name="contact"),
    path("fiches/<slug:slug>/reprendre/", reuse, name="reuse"),
    path("fiches/<slug:slug>/signaler/", report, name="report"),
]
