from django.urls import path

from . import views

app_name = "territories"
urlpatterns = [
    path("suggestions/", views.suggest, name="suggest"),
]
