"""The settings of the REST interface: nothing is open unless a view says so; JSON in, JSON out."""

from __future__ import annotations

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "salesops.users.api.authentication.BearerKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["salesops.web.api.permissions.ScopePermission"],
    "DEFAULT_THROTTLE_CLASSES": ["salesops.web.api.permissions.KeyThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["salesops.web.api.parsing.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "salesops.web.api.parsing.OnlyJSON",
    "DEFAULT_SCHEMA_CLASS": "salesops.web.api.schema.KitSchema",
    "EXCEPTION_HANDLER": "salesops.web.api.problems.answer_exception",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "salesops",
    "DESCRIPTION": "Opportunities, their gates and the evidence behind them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    # No request leaves the host: the validator's badge would ask a stranger's server.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None, "docExpansion": "none"},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are used: no made-up names that change with the fields
    "COMPONENT_SPLIT_REQUEST": True,
}
