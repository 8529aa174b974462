"""Tells Django of the room."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages."""

    name = "luotsi.web.public"
    label = "web_public"
