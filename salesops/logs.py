"""How the processes log: one JSON object a line, in UTC, without bodies, tokens or terms."""

from __future__ import annotations

import logging.config
import re
from typing import Any

import structlog

# Addresses that are a secret: whoever reads a log must not be able to use them.
_SECRET = re.compile(r"(/sign/|/reset/key/|/unsubscribe/|/calendar/)[^/\\\s\"'?]+")


def logging_config(level: str) -> dict[str, Any]:
    """This function will set structlog and the standard library to write JSON lines; it returns the dictionary."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    config: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(),
                    _hide_secrets,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django.server": {"level": "WARNING"}, "faker": {"level": "WARNING"}},
    }
    logging.config.dictConfig(config)
    return config


def _hide_secrets(_logger: Any, _method: str, line: str) -> str:
    return _SECRET.sub(r"\1***", line)
