"""What the link of an interview opens: pages with the names of those of « Mon espace », for one sheet."""

from django.urls import path, register_converter

from ..steps import StepConverter
from .views import of_link

register_converter(StepConverter, "step_by_link")

app_name = "interviews"
urlpatterns = [
    path("<str:token>/", of_link.read, name="read"),
    path("<str:token>/fiche/", of_link.edit, name="edit"),
    path("<str:token>/fiche/<step_by_link:step>/", of_link.write_step, name="step"),
    path("<str:token>/apercu/", of_link.preview, name="preview"),
    path("<str:token>/fichiers/", of_link.files, name="files"),
    path("<str:token>/fichiers/<str:key>/image/<str:name>", of_link.picture, name="picture"),
    path("<str:token>/fichiers/<str:key>/<str:name>", of_link.file, name="file"),
    path("<str:token>/signer/", of_link.submit, name="submit"),
    path("<str:token>/refuser/", of_link.refuse, name="decline"),
]
