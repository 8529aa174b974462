from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0014_intervals_points_and_marks'),
    ]

    operations = [
        migrations.AddField(
            model_name='draftvalue',
            name='low_scaled',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draftvalue',
            name='high_scaled',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draftvalue',
            name='bounds_exponent',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='draftvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('high_scaled__isnull', True), ('low_scaled__isnull', True)), ('low_scaled__lte', models.F('high_scaled')), _connector='OR'), name='draft_bounds_in_order'),
        ),
    ]
