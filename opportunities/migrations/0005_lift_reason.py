from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0004_sums_index")]

    operations = [
        migrations.AddField(
            model_name="waiver",
            name="lifted_reason",
            field=models.TextField(blank=True, default=""),
        ),
    ]
