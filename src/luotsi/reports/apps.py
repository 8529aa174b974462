"""Tells Django of the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports."""

    name = "luotsi.reports"
    label = "reports"
