from django.urls import path

from . import views

urlpatterns = [
    path("", views.enter, name="proconnect_enter"),
    path("retour/", views.callback, name="proconnect_callback"),
    path("relier/", views.link, name="proconnect_link"),
    path("detacher/<key:pk>/", views.unlink, name="proconnect_unlink"),
    path("deconnecte/", views.left, name="proconnect_left"),
]
