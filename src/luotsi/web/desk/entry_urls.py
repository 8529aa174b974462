"""Addresses of values on their way in."""

from django.urls import path

from luotsi.web.desk.views import entry_links

urlpatterns = [
    path("kirjaa/<str:token>/", entry_links.entry_link, name="entry-link"),
]
