from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0011_released_runs'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='observation',
            name='observations_by_hand',
        ),
        migrations.RemoveField(
            model_name='observation',
            name='period_name',
        ),
        migrations.AlterField(
            model_name='observation',
            name='exponent',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='observation',
            name='parts_exponent',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
    ]
