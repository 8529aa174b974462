"""How people's values come in: links in e-mail, drafts with approval, closed periods, reminders, workbooks.

Owns: entry links, outgoing mail, drafts and their approval, locks and openings of periods, reminders.
Never: stores an observation itself; that is for `indicators.entered`.
"""
