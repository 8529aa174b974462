"""Tells Django of the room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Measures and their values."""

    name = "luotsi.indicators"
    label = "indicators"
