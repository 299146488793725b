"""Files a stranger might send: bombs, liars, broken ones. Each must end in one clear sentence and no change."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

HEAD = "opportunity_id,sales_agent,deal_stage,account,engage_date,close_value\n"
ROW = "K{n},Elena Petrova,Discovery,Fjordline Telecom,2026-01-05,1000\n"
GOOD = HEAD + ROW.format(n=1)

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_BOOK_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)


def sheet_xml(cells: str, prologue: str = "") -> str:
    """Return a worksheet with the given cells in row 1."""
    return (
        f'<?xml version="1.0"?>{prologue}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    )


def xlsx(sheet: str, extra: dict[str, str | bytes] | None = None, *, without: tuple[str, ...] = ()) -> bytes:
    """Return an XLSX archive around a worksheet, with parts added or left out."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_RELS,
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name not in without:
                archive.writestr(name, content)
    return buffer.getvalue()


def _doubled() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/workbook.xml", "<other/>")
    return buffer.getvalue()


_CELL = '<c r="A1" t="inlineStr"><is><t>{}</t></is></c>'
_XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha ha ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)
    ) + "]>"
)  # fmt: skip


def _with(cell: str, column: int = 0) -> bytes:
    cells = ["K1", "Elena Petrova", "Discovery", "Fjordline Telecom", "2026-01-05", "1000"]
    cells[column] = cell
    return (HEAD + ",".join(cells) + "\n").encode()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    # Not a table at all
    "empty": ("a.csv", lambda: b""),
    "only blanks": ("a.csv", lambda: b"  \n \n"),
    "heading only": ("a.csv", lambda: HEAD.encode()),
    "no ending": ("a", lambda: GOOD.encode()),
    "executable": ("a.csv.exe", lambda: b"MZ" + GOOD.encode()),
    "html": ("a.html", lambda: b"<html><script>alert(1)</script>"),
    "svg as csv": ("a.svg", lambda: b"<svg onload='alert(1)'/>"),
    "pdf as csv": ("a.csv", lambda: b"%PDF-1.7\n\x00\x01"),
    "png as csv": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n\x00\x00"),
    "csv as xlsx": ("a.xlsx", lambda: GOOD.encode()),
    "xlsx as csv": ("a.csv", lambda: xlsx(sheet_xml(_CELL.format("x")))),
    "xls of old": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100),
    "ods": ("a.ods", lambda: b"PK\x03\x04mimetype"),
    "null bytes": ("a.csv", lambda: GOOD.encode().replace(b"Elena", b"El\x00na")),
    "only null bytes": ("a.csv", lambda: b"\x00" * 1000),
    "not utf-8": ("a.csv", lambda: GOOD.encode() + b"K2,\xff\xfe\xfa,x,y,z,1\n"),
    "odd utf-16": ("a.csv", lambda: b"\xff\xfe" + b"a"),
    "path in the name": ("../../etc/passwd", lambda: GOOD.encode()),
    "newline in the name": ("a\r\nX: y.exe", lambda: GOOD.encode()),
    # Too much
    "over 10 MB": ("a.csv", lambda: HEAD.encode() + b"x" * (10 * 1024 * 1024)),
    "over 50,000 rows": ("a.csv", lambda: (HEAD + "".join(ROW.format(n=n) for n in range(50_002))).encode()),
    "201 columns": ("a.csv", lambda: (",".join(f"c{n}" for n in range(201)) + "\n1\n").encode()),
    "a million columns": ("a.csv", lambda: b"," * 1_000_000 + b"\n1\n"),
    "cell over 32 KB": ("a.csv", lambda: _with("x" * 33_000)),
    "cell of 1 MB": ("a.csv", lambda: _with('"' + "y" * 1_000_000 + '"')),
    "unclosed quote": ("a.csv", lambda: (HEAD + '"K1,Elena').encode()),
    "quote in the middle": ("a.csv", lambda: (HEAD + '"K1"x,Elena,b,c,d,1\n').encode()),
    "row too wide": ("a.csv", lambda: (HEAD + "1,2,3,4,5,6,7\n").encode()),
    "unnamed column": ("a.csv", lambda: b"opportunity_id,,deal_stage\n1,2,3\n"),
    "column named twice": ("a.csv", lambda: b"opportunity_id,opportunity_id\n1,2\n"),
    # Characters that lie
    "bell": ("a.csv", lambda: _with("K\x071")),
    "escape": ("a.csv", lambda: _with("\x1b[31mK1")),
    "right-to-left override": ("a.csv", lambda: _with("K\u202e1", 3)),
    "isolate": ("a.csv", lambda: _with("\u2066Fjord\u2069line", 3)),
    "zero width": ("a.csv", lambda: _with("Fjord\u200bline Telecom", 3)),
    "mark inside": ("a.csv", lambda: _with("Fjord\ufeffline", 3)),
    # Broken or poisoned archives
    "truncated zip": ("a.xlsx", lambda: xlsx(sheet_xml(_CELL.format("x")))[:300]),
    "zip without a book": ("a.xlsx", lambda: xlsx("", without=("[Content_Types].xml",))),
    "zip without a sheet": ("a.xlsx", lambda: xlsx("", without=("xl/worksheets/sheet1.xml",))),
    "zip of nothing": ("a.xlsx", lambda: b"PK\x03\x04" + b"\x00" * 200),
    "sheet is no xml": ("a.xlsx", lambda: xlsx("not xml")),
    "book is no xml": ("a.xlsx", lambda: xlsx(sheet_xml(""), {"xl/workbook.xml": "nope"})),
    "zip bomb": ("a.xlsx", lambda: xlsx(sheet_xml(""), {"xl/media/b.bin": b"\0" * 60_000_000})),
    "zip bomb in the sheet": ("a.xlsx", lambda: xlsx(sheet_xml(_CELL.format("A" * 50_000_000)))),
    "external entity": ("a.xlsx", lambda: xlsx(sheet_xml(_CELL.format("&e;"), _XXE))),
    "a billion laughs": ("a.xlsx", lambda: xlsx(sheet_xml(_CELL.format("&j;"), _LAUGHS))),
    "climbing path": ("a.xlsx", lambda: xlsx(sheet_xml(""), {"../../evil.xml": "x"})),
    "absolute path": ("a.xlsx", lambda: xlsx(sheet_xml(""), {"/etc/evil.xml": "x"})),
    "part named twice": ("a.xlsx", _doubled),
    "macros": ("a.xlsx", lambda: xlsx(sheet_xml(""), {"xl/vbaProject.bin": b"x"})),
    "two thousand parts": ("a.xlsx", lambda: xlsx(sheet_xml(""), {f"x/{n}.xml": "x" for n in range(2000)})),
    "formula cell": ("a.xlsx", lambda: xlsx(sheet_xml('<c r="A1"><f>1+1</f><v>2</v></c>'))),
    "web formula": ("a.xlsx", lambda: xlsx(sheet_xml('<c r="A1"><f>WEBSERVICE("http://x")</f></c>'))),
    "empty sheet": ("a.xlsx", lambda: xlsx(sheet_xml(""))),
    # Read, but no row of it is right
    "formula in a name": ("a.csv", lambda: _with('"=HYPERLINK(1)"', 3)),
    "command in a name": ("a.csv", lambda: _with("@SUM(1)", 3)),
    "no key": ("a.csv", lambda: _with("")),
    "same key twice": ("a.csv", lambda: (GOOD + ROW.format(n=1)).encode()),
    "unknown owner": ("a.csv", lambda: _with("Nobody Here", 1)),
    "owner who may not own": ("a.csv", lambda: _with("Lucia Amari", 1)),
    "look-alike owner": ("a.csv", lambda: _with("Elen\u0430 Petrova", 1)),
    "unknown stage": ("a.csv", lambda: _with("Paradise", 2)),
    "gated stage": ("a.csv", lambda: _with("Negotiation", 2)),
    "won by file": ("a.csv", lambda: _with("Closed Won", 2)),
    "lost without reason": ("a.csv", lambda: _with("Closed Lost", 2)),
    "unknown account": ("a.csv", lambda: _with("Fjordlin Telekom", 3)),
    "impossible date": ("a.csv", lambda: _with("2026-02-31", 4)),
    "date of another age": ("a.csv", lambda: _with("0001-01-01", 4)),
    "negative value": ("a.csv", lambda: _with("-5", 5)),
    "value of words": ("a.csv", lambda: _with("lots", 5)),
    "value without end": ("a.csv", lambda: _with("1e400", 5)),
    "not a number": ("a.csv", lambda: _with("NaN", 5)),
}
