from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0015_bounds_of_drafts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='interval',
            name='interval_in_order',
        ),
        migrations.AddField(
            model_name='draftvalue',
            name='has_no_limits',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='interval',
            name='high_scaled',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='interval',
            name='low_scaled',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='interval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('high_scaled__isnull', True), ('low_scaled__isnull', True)), models.Q(('high_scaled__isnull', False), ('low_scaled__isnull', False), ('low_scaled__lte', models.F('high_scaled'))), _connector='OR'), name='interval_in_order'),
        ),
    ]
