"""Take the pictures of docs/gallery/: run `python -m docs.gallery [NAME …]` (needs the tools that `make lint` installs, and Chromium).

The demonstration networks are built for one fixed instant, opened in the system's Chromium and written as WebP, so the
same code gives the same pictures. With names, only those pages are taken again; the index is always written.
"""

import io
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AS_OF = "2026-11-25T09:00:00+08:00"
MOST = 300_000
"""Bytes of one picture."""
NETWORKS = {"plant": ROOT / "content", "county": ROOT / "examples" / "county"}


class Shown(NamedTuple):
    """One page of a demonstration network, and what the index says of it."""

    name: str
    title: str
    about: str
    network: str
    address: str


class View(NamedTuple):
    """One way of looking at a page: the window, how far down, and how wide the picture becomes."""

    name: str
    title: str
    width: int
    height: int
    picture: int
    media: dict[str, Any] = {}  # noqa: RUF012  # never changed
    stored: dict[str, str] = {}  # noqa: RUF012
    margins: tuple[int, int] = (0, 0)
    """White around the picture: left and right, above and below."""


PAGES = (
    Shown("portal", "总门户首页", "新的、要办的、全网怎么样，不用滚很远", "plant", "/"),
    Shown("branch", "支部首页", "自己的口号、颜色、纹样、栏目", "plant", "/zhuangpei/"),
    Shown("item", "一篇动态", "每行最多 38 个字，日期在题下，相关的在旁边", "plant", "/zhuangpei/news/2026-11-20-night-post/"),
    Shown("publicity", "公示", "状态写成字：公示中、还剩几个工作日、怎样反映", "plant", "/publicity/2026-11-20-team-leader/"),
    Shown("board", "方针目标看板", "一个支部一年的目标：必达、挑战、实绩、PDCA、依据", "plant", "/zhuangpei/boards/2026/"),
    Shown("boards", "全网方针目标", "全部单位的得分、名次和矩阵，每个数字点得开", "plant", "/boards/network/2026/"),
    Shown("grid", "三会一课一览", "单位乘月份，格子里写字：按期、迟、缺", "plant", "/grid/"),
    Shown("mailbox", "信箱", "向哪个岗位写信，来信几天答复", "plant", "/mailbox/"),
    Shown("course", "网上党校", "一门课程：课、学时、进度只存在读者的浏览器里", "plant", "/school/ru-men/"),
    Shown("library", "共享资源库", "一处存放，处处可用，被谁引用写在旁边", "plant", "/library/"),
    Shown("finder", "找党组织", "按地点、行业、拼音找，不登录", "plant", "/tree/"),
    Shown("bulletin", "季度通报", "各单位发布了多少、按期率、质量分和公式", "plant", "/health/bulletin/2026-Q3/"),
    Shown("qingsong", "样式“青松”", "一个县的门户", "county", "/"),
    Shown("zanglan", "样式“藏蓝”", "一个支部选了自己的样式，别的站点不变", "plant", "/zidonghua/"),
)
VIEWS = (
    View("desktop", "电脑", 1440, 2000, 1080),
    View("phone", "手机", 390, 1600, 390),
    View("dark", "深色", 1440, 1400, 1080, {"color_scheme": "dark"}),
    View("elder", "长者版（手机）", 390, 1600, 390, stored={"elder": "on"}),
    View("print", "打印（A4）", 672, 987, 672, {"media": "print"}, margins=(61, 68)),  # as `@page` has it, 96 dots to an inch
)
OPENING = """# 图库

示例网络的 14 个页面，各有电脑、手机、深色、长者版、打印五种样子；点开看大图。组织、人物和事情均为虚构。

{ways}

图由程序从示例网络截取，时刻固定为 {instant}。改了主题，先 `make lint`（它会装好所需的工具；系统里要有 Chromium），再运行：

```text
.venv/bin/python -m docs.gallery
.venv/bin/python -m docs.gallery portal branch
```

后一条只重截这几页。
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a built network without a word."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the name of the method it replaces
        """Nothing."""


@contextmanager
def served(content: Path) -> Iterator[str]:
    """The address at which a network is to be seen while the pictures are taken."""
    with TemporaryDirectory() as folder:
        output = ["--output", f"{folder}/output", "--cache", f"{folder}/cache"]
        command = [sys.executable, "-m", "plugins.cli", "build", "--content", str(content), "--as-of", AS_OF, *output]
        subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)  # 10 tells of warnings
        handler = partial(Quiet, directory=str(Path(folder, "output", "public", "current").resolve(strict=True)))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()


def picture(browser: Browser, address: str, view: View) -> bytes:
    """The top of a page as a reader with this view sees it, as WebP."""
    context = browser.new_context(viewport={"width": view.width, "height": 900}, device_scale_factor=view.picture / view.width)
    for key, value in view.stored.items():
        context.add_init_script(f"localStorage.setItem('zhibu.{key}', '{value}')")
    page = context.new_page()
    page.emulate_media(**view.media)
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"nothing at {address}")
    height = min(view.height, page.evaluate("document.documentElement.scrollHeight"))
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": view.width, "height": height})
    context.close()
    shown = Image.open(io.BytesIO(taken)).convert("RGB")
    across, down = view.margins
    paper = Image.new("RGB", (shown.width + 2 * across, shown.height + 2 * down), "white")
    paper.paste(shown, view.margins)
    return smallest(paper)


def smallest(image: Image.Image) -> bytes:
    """A picture in as good a quality as its bytes allow."""
    for quality in (82, 74, 66, 58, 50):
        written = io.BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST:
            return written.getvalue()
    raise ValueError("a picture is too large at the lowest quality")


def index() -> str:
    """The page that shows all pictures."""
    ways = " · ".join(f"[{one.title}](#{one.name})" for one in PAGES)
    heads = " | ".join(view.title for view in VIEWS)
    parts = [OPENING.format(ways=ways, instant=AS_OF)]
    for one in PAGES:
        cells = " | ".join(
            f"[![{one.title}，{view.title}]({one.name}-{view.name}.webp)]({one.name}-{view.name}.webp)" for view in VIEWS
        )
        parts.append(
            f'<a id="{one.name}"></a>\n\n## {one.title}\n\n{one.about}。\n\n| {heads} |\n|{" --- |" * len(VIEWS)}\n| {cells} |\n'
        )
    return "\n".join(parts)


def main(wanted: list[str]) -> None:
    """Take the pictures of the pages that are wanted, or of all, and write the index."""
    unknown = set(wanted) - {one.name for one in PAGES}
    if unknown:
        raise SystemExit(f"no such page: {', '.join(sorted(unknown))}")
    chosen = [one for one in PAGES if not wanted or one.name in wanted]
    with ExitStack() as stack:
        hosts = {name: stack.enter_context(served(NETWORKS[name])) for name in dict.fromkeys(one.network for one in chosen)}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for one in chosen:
            for view in VIEWS:
                (HERE / f"{one.name}-{view.name}.webp").write_bytes(picture(browser, hosts[one.network] + one.address, view))
        browser.close()
    (HERE / "README.md").write_text(index(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
