"""Tells Django of the room's tables."""

from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    """References and peers."""

    name = "luotsi.comparison"
    label = "comparison"
