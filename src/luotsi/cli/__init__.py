"""The `luotsi` command: what a person or a timer does with an installation from a terminal.

Owns: commands with their help, exit codes, progress, and the sentences that take the place of a traceback.
Never: decides anything, or holds what a page could not do too.
"""


def main() -> None:
    """Run the command line; the way in that the package announces."""
    from luotsi.cli.commands import luotsi

    luotsi()
