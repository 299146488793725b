"""The places of the world, and the guards that hold whoever writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import migrations

from salesops.db.operations import append_only, version_trigger
from salesops.territories.domain.geography import tree

SQL = Path(__file__).with_name("0002_guards.sql").read_text(encoding="utf-8")


def store_places(apps: Any, schema_editor: Any) -> None:
    """This function will store every place; parents come before their children."""
    apps.get_model("territories", "GeoNode").objects.bulk_create(
        [
            apps.get_model("territories", "GeoNode")(
                key=node.key, level=int(node.level), name=node.name, parent_id=node.parent or None
            )
            for node in tree().values()
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("territories", "0001_territories")]

    operations = [
        migrations.RunPython(store_places, migrations.RunPython.noop),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        version_trigger("territories_territory"),
        version_trigger("territories_territoryplan"),
        append_only("territories_accountplace"),
        append_only("territories_standalonebuyer"),
        append_only("territories_frozensegment"),
        append_only("territories_gapacknowledgement"),
    ]
