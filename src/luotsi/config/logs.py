"""What the log never holds: the secrets of links that open something without sign-in."""

import logging
import re

_SECRETS = re.compile(r"(/kirjaa/)[^/\s?]+")


class WithoutSecrets(logging.Filter):
    """Blot out a link's secret in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, without secrets."""
        message = record.getMessage()
        if "/kirjaa/" in message:
            record.msg, record.args = _SECRETS.sub(r"\1…", message), ()
        return True
