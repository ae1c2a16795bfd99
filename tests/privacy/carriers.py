"""Files of every format that carry a given text: made by hand, no larger than needed."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from html import escape

from PIL import Image
from PIL.PngImagePlugin import PngInfo

Carrier = Callable[[str], tuple[str, bytes]]
"""Gives the extension and the bytes of a file that carries a text."""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{author}</dc:creator><dc:description>{text}</dc:description>'
    "<cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>"
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str = "", parts: Mapping[str, str | bytes] | None = None) -> tuple[str, bytes]:
    """A Word document."""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>'
    return ".docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(parts or {})})


def run(text: str) -> str:
    """A paragraph whose text Word has cut into two runs, as it likes to."""
    half = len(text) // 2
    return f"<w:p><w:r><w:t>{escape(text[:half])}</w:t></w:r><w:r><w:t>{escape(text[half:])}</w:t></w:r></w:p>"


def xlsx(sheet: str, parts: Mapping[str, str | bytes] | None = None, state: str = "visible") -> tuple[str, bytes]:
    """An Excel workbook of one sheet."""
    workbook = f'<workbook {X}><sheets><sheet name="表一" sheetId="1" state="{state}"/></sheets></workbook>'
    rows = f"<worksheet {X}><sheetData>{sheet}</sheetData></worksheet>"
    return ".xlsx", zipped({"xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": rows, **(parts or {})})


def shared(text: str) -> tuple[str, bytes]:
    """A workbook whose cell refers to a shared string."""
    strings = f"<sst {X}><si><t>无关</t></si><si><r><t>{escape(text)}</t></r></si></sst>"
    return xlsx('<row><c r="B2" t="s"><v>1</v></c></row>', {"xl/sharedStrings.xml": strings})


def inline(text: str, state: str = "visible") -> tuple[str, bytes]:
    """A workbook whose cell holds its own text."""
    return xlsx(f'<row><c r="A1" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>', state=state)


def pptx(part: str) -> Carrier:
    """Slides with the text in one part."""

    def carry(text: str) -> tuple[str, bytes]:
        slide = f"<p:sld xmlns:p='p' {A}><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:sld>"
        return ".pptx", zipped({"ppt/presentation.xml": "<p/>", part: slide})

    return carry


def odt(text: str) -> tuple[str, bytes]:
    """An OpenDocument text."""
    content = f"<o:document-content xmlns:o='o' xmlns:text='t'><text:p>{escape(text)}</text:p></o:document-content>"
    return ".odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(page: str = "", information: str = "", annotation: str = "") -> tuple[str, bytes]:
    """A PDF of one page; its text is Latin, its properties and notes may be Chinese."""
    stream = f"BT /F1 12 Tf 20 100 Td ({page}) Tj ET".encode("latin-1", "replace")
    note = f"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents {hexed(annotation)} >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Annots [{note}]"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        information.encode() or b"<< >>",
    ]
    return ".pdf", _assembled(objects)


def hexed(text: str) -> str:
    """A PDF string of any characters."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def jpeg(tags: Mapping[int, object] | None = None, *, gps: bool = False) -> tuple[str, bytes]:
    """A picture with EXIF tags."""
    file = io.BytesIO()
    exif = Image.Exif()
    for tag, value in (tags or {}).items():
        exif[tag] = value
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0), 3: "E", 4: (4.0, 5.0, 6.0)})
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    return ".jpg", file.getvalue()


def png(text: str) -> tuple[str, bytes]:
    """A picture with a line of text among its properties."""
    file = io.BytesIO()
    info = PngInfo()
    info.add_itxt("Comment", text)
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=info)
    return ".png", file.getvalue()


def doc(text: str) -> tuple[str, bytes]:
    """Something like an old Word document: UTF-16 text between binary structures."""
    return ".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<8I", *range(8)) + text.encode("utf-16-le") + b"\0" * 64


FILES: Mapping[str, Carrier] = {
    "csv": lambda text: (".csv", f"事项,内容\n甲,{text}\n".encode()),
    "csv-gbk": lambda text: (".csv", f"事项,内容\n甲,{text}\n".encode("gb18030")),
    "txt-utf16": lambda text: (".txt", f"甲\n{text}\n".encode("utf-16")),
    "docx": lambda text: docx(run(text)),
    "docx-table": lambda text: docx(f"<w:tbl><w:tr><w:tc>{run('甲')}</w:tc><w:tc>{run(text)}</w:tc></w:tr></w:tbl>"),
    "docx-header": lambda text: docx("", {"word/header1.xml": f"<w:hdr {W}>{run(text)}</w:hdr>"}),
    "docx-footnote": lambda text: docx("", {"word/footnotes.xml": f"<w:footnotes {W}>{run(text)}</w:footnotes>"}),
    "docx-deleted": lambda text: docx(f"<w:p><w:del><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del></w:p>"),
    "docx-property": lambda text: docx("", {"docProps/core.xml": CORE.format(author="Admin", text=escape(text))}),
    "xlsx-shared": shared,
    "xlsx-inline": inline,
    "pptx-slide": pptx("ppt/slides/slide1.xml"),
    "pptx-notes": pptx("ppt/notesSlides/notesSlide1.xml"),
    "odt": odt,
    "pdf-property": lambda text: pdf(information=f"<< /Subject {hexed(text)} >>"),
    "pdf-note": lambda text: pdf(annotation=text),
    "zip": lambda text: (".zip", zipped({"名单/a.txt": text.encode()})),
    "zip-docx": lambda text: (".zip", zipped({"a.docx": docx(run(text))[1]})),
    "epub": lambda text: (".epub", zipped({"OEBPS/a.xhtml": f"<html><body><p>{escape(text)}</p></body></html>"})),
    "png-property": png,
    "jpeg-property": lambda text: jpeg({0x010E: text.encode().decode("latin-1")}) if text.isascii() else jpeg({0x9C9C: f"{text}\0".encode("utf-16-le")}),
    "doc": doc,
}  # fmt: skip

ARTICLES: Mapping[str, Callable[[str], str]] = {
    "paragraph": lambda text: f"标题: 甲\n\n这里写着{text}，请看。\n",
    "header": lambda text: f"---\n标题: 甲\n摘要: '{text}'\n---\n正文。\n",
    "list-in-header": lambda text: f"---\n标题: 甲\n标签:\n  - '{text}'\n---\n正文。\n",
    "unknown-field": lambda text: f"---\n标题: 甲\n别的: '{text}'\n---\n正文。\n",
    "table": lambda text: f"标题: 甲\n\n| 项目 | 内容 |\n| --- | --- |\n| 乙 | {text} |\n",
    "comment": lambda text: f"标题: 甲\n\n<!-- {text} -->\n正文。\n",
    "attribute": lambda text: f'标题: 甲\n\n<span title="{text}">看</span>\n',
    "alt": lambda text: f"标题: 甲\n\n![{text}](a.png)\n",
    "code": lambda text: f"标题: 甲\n\n```\n{text}\n```\n",
    "emphasis": lambda text: f"标题: 甲\n\n联系**{text}**。\n",
    "quote": lambda text: f"标题: 甲\n\n> - {text}\n",
    "footnote": lambda text: f"标题: 甲\n\n正文[^1]。\n\n[^1]: {text}\n",
}
