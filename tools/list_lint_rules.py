"""Write `docs/lint.md` from the rules of the lint; a test holds the two equal."""

import os
from pathlib import Path

import django
from django.utils import translation

TARGET = Path(__file__).parents[1] / "docs/lint.md"
HEAD = """# The rules of the lint

What `luotsi lint ORGANISATION` and the page of remarks at the desk say of a plan. Each organisation can switch a rule
off at its desk; the command keeps to that. Written by `tools/list_lint_rules.py` from
`src/luotsi/strategy/lint/rulebook.py`; change that file and run it again.
"""


def render() -> str:
    """Return the whole page."""
    from luotsi.strategy.lint.rulebook import RULES

    with translation.override("en"):
        parts = [f"## `{rule.key}`\n\n{rule.says}.\n\n{rule.why} {rule.mend}\n" for rule in RULES.values()]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.config.settings")
    django.setup()
    TARGET.write_text(render(), encoding="utf-8")
