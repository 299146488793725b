"""Mails of a development machine lie in a folder and are shown; elsewhere there is no such page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from salesops.env import read_environment
from salesops.notifications.services.send import send_due
from salesops.notifications.views import sent_here
from tests.cast import hire
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder for mails."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_a_mail_is_written_and_shown_in_both_forms(folder: Path) -> None:
    tell("the Fjord deal", body="Zürich – “now”")
    assert send_due(now=timezone.now()) == 1
    [file] = folder.iterdir()
    request = RequestFactory().get("/")
    html = sent_here.show_html(request, file.stem)  # type: ignore[arg-type]
    assert "Zürich – “now”" in html.content.decode()
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    [row] = [sent_here._read(file)]
    assert (row.mail["To"], row.mail["Subject"]) == (hire("elena").email, "Look at the Fjord deal")
    assert "Zürich – “now”" in row.plain
    assert "-----" not in row.plain.replace("-- ", "")


def test_development_writes_there_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESOPS_ENV", "development")
    monkeypatch.setenv("DATA_DIR", "/tmp/there")
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert read_environment().email_url == "file:////tmp/there/mails"


def test_elsewhere_there_is_no_such_page(as_person: Any) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("dev_mails")
    elena: Client = as_person("elena")
    assert elena.get("/dev/mails/").status_code == 404
