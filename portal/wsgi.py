import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.stack import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = with_room(get_wsgi_application())

# What lives as long as the process is loaded, and left out of all later collections: decision 0045.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
