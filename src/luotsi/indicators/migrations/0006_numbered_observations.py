from collections import defaultdict

from django.db import migrations

_POINTING = ("indicators_status", "indicators_draftvalue", "indicators_judgement")


def number(apps, schema_editor):
    """Give each observation the number that says series, period and version, and follow it where it is pointed at."""
    from luotsi.core.periods import Period
    from luotsi.indicators.numbering import first_of

    cursor = schema_editor.connection.cursor()
    cursor.execute("DELETE FROM indicators_currentobservation")
    cursor.execute(
        "DELETE FROM indicators_observation WHERE run_id IN (SELECT id FROM indicators_run WHERE published_at IS NULL)"
    )
    cursor.execute("DELETE FROM indicators_run WHERE published_at IS NULL")
    cursor.execute("SELECT id, series_id, period_name FROM indicators_observation ORDER BY known_at, id")
    numbers, versions = {}, defaultdict(int)
    for old, series, period in cursor.fetchall():
        first = first_of(series, Period.parse(period))
        numbers[old] = first + versions[first]
        versions[first] += 1
    pairs = [(new, old) for old, new in numbers.items()]
    cursor.executemany("UPDATE indicators_observation SET id = %s WHERE id = %s", pairs)
    for table in _POINTING:
        cursor.execute(f"SELECT DISTINCT observation_id FROM {table} WHERE observation_id IS NOT NULL")
        pointed = [(numbers[old], old) for (old,) in cursor.fetchall()]
        cursor.executemany(f"UPDATE {table} SET observation_id = %s WHERE observation_id = %s", pointed)
    cursor.execute("SELECT DISTINCT seen FROM indicators_draftvalue WHERE seen <> 0")
    seen = [(numbers.get(old, 0), old) for (old,) in cursor.fetchall()]
    cursor.executemany("UPDATE indicators_draftvalue SET seen = %s WHERE seen = %s", seen)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0005_states_of_drafts'),
    ]

    operations = [
        migrations.RunPython(number, migrations.RunPython.noop),
    ]
