"""Every organisation without a place becomes the subject of its own figures, as `found_organisation` makes new ones."""

from django.db import migrations


def give_units(apps, schema_editor):
    Organisation = apps.get_model("orgs", "Organisation")
    Subject = apps.get_model("orgs", "Subject")
    for organisation in Organisation.objects.filter(subject__isnull=True):
        organisation.subject = Subject.objects.create(
            code=f"ORG{organisation.pk}",
            kind="unit",
            name=organisation.name,
            slug=f"org{organisation.pk}",
            sort_key=organisation.name.fi.casefold(),
        )
        organisation.save(update_fields=["subject"])


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]
    operations = [migrations.RunPython(give_units, migrations.RunPython.noop)]
