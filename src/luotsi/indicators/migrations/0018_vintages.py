import django.db.models.deletion
from django.db import migrations, models


def tell_vintages(apps, schema_editor):
    """Say each run and moment once, and let the observations' column of the run point there."""
    cursor = schema_editor.connection.cursor()
    cursor.execute(
        "INSERT INTO indicators_vintage (run_id, known_at)"
        " SELECT run_id, known_at FROM indicators_observation GROUP BY run_id, known_at ORDER BY run_id, known_at"
    )
    cursor.execute(
        "UPDATE indicators_observation SET run_id = (SELECT v.id FROM indicators_vintage v"
        " WHERE v.run_id = indicators_observation.run_id AND v.known_at = indicators_observation.known_at)"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0017_net_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Vintage',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('known_at', models.DateTimeField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vintages', to='indicators.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'known_at'), name='one_vintage_a_moment')],
            },
        ),
        migrations.RunPython(tell_vintages),
        migrations.RemoveConstraint(
            model_name='observation',
            name='number_of_its_series',
        ),
        migrations.RenameField(
            model_name='observation',
            old_name='run',
            new_name='vintage',
        ),
        migrations.AlterField(
            model_name='observation',
            name='vintage',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='indicators.vintage'),
        ),
        migrations.RemoveField(
            model_name='observation',
            name='known_at',
        ),
        migrations.AlterField(
            model_name='series',
            name='id',
            field=models.AutoField(primary_key=True, serialize=False),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('series', models.expressions.CombinedExpression(models.F('id'), '/', models.Value(268435456)))), name='number_of_its_series'),
        ),
    ]
