from django.urls import path

from . import views

app_name = "alerts"
urlpatterns = [
    path("", views.my_alerts, name="mine"),
    path("nouvelle/", views.follow, name="follow"),
    path("<key:pk>/", views.change, name="change"),
    path("confirmer/<str:token>/", views.confirm, name="confirm"),
    path("ouvrir/<str:token>/", views.open_mine, name="manage"),
    path("arret/<str:token>/", views.stop, name="stop"),
]
