"""Which files are taken: by what they are, not by what they are called."""

from __future__ import annotations

LARGEST = 10 * 1024 * 1024
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_ENDINGS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "text/csv": ("csv",),
}


def file_fault(name: str, content: bytes) -> tuple[str, str]:
    """This function will return the MIME type of a file, and what is wrong with it or nothing.

    PDF, PNG, JPEG, XLSX and CSV are taken, up to 10 MB.
    """
    if len(content) > LARGEST:
        return "", "The file is larger than 10 MB."
    found = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")
    if not found and name.lower().endswith(".csv") and b"\x00" not in content:
        found = "text/csv"
    ending = name.rsplit(".", 1)[-1].lower()
    if not found or ending not in _ENDINGS[found]:
        return "", "Only PDF, PNG, JPEG, CSV and XLSX files are taken, and the ending must fit the content."
    return found, ""
