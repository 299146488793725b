"""What a person of operations does at the pages of a running system, by HTTP alone."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import httpx

from salesops.stack.process import ProcessId
from tests.servers import ROOT

OPERATOR, PASSWORD = "kim@halden.test", "correct-horse-battery"
FILE = "opportunity_id,sales_agent,deal_stage,account,engage_date,close_value\n"
FILE += "K1,Kim Sato,Closed Won,Fjordline Telecom,2026-01-05,1000\n"


def environ_of(process: ProcessId) -> dict[str, str]:
    """Return what a process was told."""
    words = Path(f"/proc/{process.pid}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if "=" in word)


def appoint_operator(web: ProcessId) -> None:
    """Make the first person, as the deploy page says."""
    environ = {**environ_of(web), "OPERATOR_PASSWORD": PASSWORD}
    command = [sys.executable, "manage.py", "create_operator", OPERATOR, "--name", "Kim Sato"]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)


def import_a_migration(address: str) -> str:
    """Sign in, let the operator own deals, bring a file in as a migration; return the report's page at its end."""
    with httpx.Client(base_url=address, follow_redirects=True, headers={"Origin": address}) as browser:
        send(browser, "/auth/login/", {"login": OPERATOR, "password": PASSWORD})
        person = re.search(r"/settings/people/\d+/", browser.get("/settings/people/").text)
        assert person is not None
        send(browser, f"{person[0]}roles/grant/", {"role": "ae"})  # whoever owns deals sells
        file = {"file": ("deals.csv", FILE, "text/csv")}
        page = send(browser, "/settings/imports/new/", {"process": "generic.three_stage"}, file)
        job = page.url.path
        selects = re.findall(r'<select name="(column__\w+)"(.*?)</select>', page.text, re.DOTALL)
        chosen = {name: re.search(r'<option value="([^"]+)" selected', options) for name, options in selects}
        columns = {name: found[1] for name, found in chosen.items() if found}
        given = {"kind": "migration", "policy": "all", "date_format": "YYYY-MM-DD", "source": "file"}
        checked = send(browser, job, {**given, **columns, "creates_accounts": "on"}, to=f"{job}check/")
        assert "<b>1</b> ready" in checked.text, checked.text
        report = send(browser, job, {}, to=f"{job}start/").text
        end = time.monotonic() + 60
        while "imported" not in report and time.monotonic() < end:
            time.sleep(0.5)
            report = browser.get(job).text
        return report


def send(
    browser: httpx.Client, page: str, form: dict[str, str], file: dict[str, tuple[str, str, str]] | None = None,
    to: str = "",
) -> httpx.Response:  # fmt: skip
    """Post a form of a page with the page's own token; return where it leads."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).text)
    assert token is not None
    answer = browser.post(to or page, data={"csrfmiddlewaretoken": token[1], **form}, files=file)
    assert answer.status_code == 200, answer.text
    return answer
