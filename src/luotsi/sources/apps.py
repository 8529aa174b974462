"""Tells Django of the room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Connectors and snapshots."""

    name = "luotsi.sources"
    label = "sources"
