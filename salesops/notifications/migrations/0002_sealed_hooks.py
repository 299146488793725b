"""Addresses of webhooks are sealed; only their host stays readable."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Q

from salesops.db.sealing import MARK, seal


def seal_addresses(apps: Any, schema_editor: Any) -> None:
    """Seal what is kept in clear."""
    for hook in apps.get_model("notifications", "Hook").objects.all():
        hook.host = hook.url.removeprefix("https://").partition("/")[0]
        hook.sealed_url = seal("webhook", hook.url)
        hook.save()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField("hook", "host", models.CharField(max_length=255, default=""), preserve_default=False),
        migrations.AddField("hook", "sealed_url", models.TextField(default=""), preserve_default=False),
        migrations.RunPython(seal_addresses, migrations.RunPython.noop),
        migrations.RemoveConstraint("hook", "notifications_hook_https"),
        migrations.RemoveField("hook", "url"),
        migrations.AddConstraint(
            "hook", models.CheckConstraint(condition=Q(sealed_url__startswith=MARK), name="notifications_hook_sealed")
        ),
    ]
