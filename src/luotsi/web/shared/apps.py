"""Tells Django of the room."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Pages."""

    name = "luotsi.web.shared"
    label = "web_shared"
