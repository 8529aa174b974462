"""Tells Django of the room."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Plans and their documents."""

    name = "luotsi.strategy"
    label = "strategy"
