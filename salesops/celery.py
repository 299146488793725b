"""The Celery application: wake-ups and scheduled sweeps, never the truth (reliability §2.1, §6)."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")

app = Celery("salesops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    result_backend=None,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    task_soft_time_limit=60,
    task_time_limit=90,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600, "socket_timeout": 5},
    beat_scheduler="redbeat.RedBeatScheduler",
    redbeat_lock_timeout=60,
    beat_max_loop_interval=10,
    timezone="UTC",
    worker_hijack_root_logger=False,
)
app.autodiscover_tasks()
