"""Tells Django of the room."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organisations and people."""

    name = "luotsi.orgs"
    label = "orgs"
