"""How a stored file leaves: as a download, never shown in the page's own origin."""

from __future__ import annotations

from mimetypes import guess_extension

from django.core.files import File
from django.http import FileResponse


def as_download(file: File[bytes], title: str, content_type: str) -> FileResponse:
    """This function will return the file under its title, with the type found when it was taken in."""
    name = f"{title}{guess_extension(content_type) or ''}"
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = content_type or "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
