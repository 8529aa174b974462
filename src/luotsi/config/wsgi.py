"""What the web server runs."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.config.settings")
application = get_wsgi_application()
# The code of every page is loaded before the first reader comes, and the collector of unused memory walks through it
# no more: that made one page in sixty wait a tenth of a second.
get_resolver().url_patterns  # noqa: B018 - asking for them loads them
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)
