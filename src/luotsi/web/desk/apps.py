"""Tells Django of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages."""

    name = "luotsi.web.desk"
    label = "web_desk"
