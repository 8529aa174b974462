"""Root addresses: Finnish without a prefix, Swedish and English before everything else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("kieli/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("", include("luotsi.web.shared.urls")),
        path("", include("luotsi.web.desk.entry_urls")),
        path("", include("luotsi.web.desk.urls")),
        path("", include("luotsi.web.public.urls")),
        prefix_default_language=False,
    ),
]
