from django.apps import AppConfig
from django.urls import register_converter

from .keys import KeyConverter


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = "Fiches"

    def ready(self):
        register_converter(KeyConverter, "key")
        from . import checks, receivers  # noqa: F401  registers the checks, connects the receivers
