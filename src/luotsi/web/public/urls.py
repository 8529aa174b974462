"""Addresses of the public site; an organisation's pages stand under its name."""

from django.urls import path

from luotsi.web.public.views import homes, statements

urlpatterns = [
    path("", homes.installation, name="installation-home"),
    path("saavutettavuus/", statements.accessibility, name="accessibility"),
    path("tietosuoja/", statements.privacy, name="privacy"),
    path("avoin-data/", statements.open_data, name="open-data"),
    path("<slug:organisation>/", homes.organisation, name="organisation-home"),
]
