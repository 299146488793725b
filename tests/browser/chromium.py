"""Where the browser of the tests comes from: CHROMIUM, the system's own, or the one in node_modules unpacked once."""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import tarfile
from pathlib import Path

import brotli

from tests.servers import ROOT

PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
SYSTEM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"]

# The package's own file looks for its fonts where they lie in a cloud function. Without any font no text is laid out.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def find_chromium() -> tuple[str, dict[str, str]]:
    """Return the browser's path and the environment it needs beyond ours."""
    if named := os.environ.get("CHROMIUM"):
        return named, {}
    for name in SYSTEM:
        if path := shutil.which(name):
            return path, {}
    return unpack()


def unpack() -> tuple[str, dict[str, str]]:
    """Unpack the npm package's Chromium into .cache, once for each version, and return it with its libraries."""
    if not PACKAGE.exists():
        raise RuntimeError("No Chromium: set CHROMIUM, install one, or run `make front`.")
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    home = ROOT / ".cache" / f"chromium-{version}"
    home.parent.mkdir(exist_ok=True)
    with (home.parent / "chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            fresh = home.with_name(f"{home.name}.new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            binary = fresh / "chromium"
            binary.write_bytes(brotli.decompress((PACKAGE / "bin" / "chromium.br").read_bytes()))
            binary.chmod(0o755)
            for archive in ("al2023", "swiftshader", "fonts"):
                packed = brotli.decompress((PACKAGE / "bin" / f"{archive}.tar.br").read_bytes())
                with tarfile.open(fileobj=io.BytesIO(packed)) as files:
                    files.extractall(fresh if archive != "fonts" else fresh / "fonts", filter="data")
            (fresh / "fonts" / "fonts.conf").write_text(FONTS.format(fonts=home / "fonts", cache=home / "font-cache"))
            fresh.rename(home)
    return str(home / "chromium"), _libraries(home)


def _libraries(home: Path) -> dict[str, str]:
    folders = [str(p) for p in (home / "lib", home / "al2023" / "lib") if p.exists()]
    return {"LD_LIBRARY_PATH": os.pathsep.join(folders), "FONTCONFIG_PATH": str(home / "fonts"), "HOME": str(home)}
