from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0016_limits_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='definition',
            name='is_net',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
