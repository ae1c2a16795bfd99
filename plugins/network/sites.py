"""One site of the network: who it is, where it stands in the tree, how it looks."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from plugins.network.audience import Audience
from plugins.network.figures import Figure
from plugins.network.interface import SOURCE, date_in_words, day_in_words, gettext, ngettext, period_in_words

SiteKind = Literal["committee", "branch", "group", "online", "library"]

KIND_NAMES: dict[SiteKind, str] = {
    "committee": "党委", "branch": "支部", "group": "党小组", "online": "网上支部", "library": "资源库",
}  # fmt: skip


ACCENT = "#a8271c"
"""The colour of a look that names none."""


class Contact(Struct, frozen=True):
    """How to reach an office by its post, never by a person's name or number."""

    post: str
    place: str = ""
    email: str = ""
    hours: str = ""


class Site(Struct, frozen=True):
    """One site; `base` is the folder of its pages in the release, `url` only if it has a host of its own."""

    id: str
    title: str
    kind: SiteKind
    parent: str = ""
    url: str = ""
    audience: Audience = "public"
    look: str = ""
    """The theme of its pages where it is another than the network's."""
    accent: str = ""
    """Its colour as #rrggbb if it has chosen one."""
    look_accent: str = ACCENT
    """The colour of its look."""
    motif: str = ""
    """Its pattern; empty for that of its look."""
    slogan: str = ""
    typeset: tuple[str, ...] = ()
    """How its texts are set: `indent` for paragraphs, `number` for headings."""
    columns: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    place: str = ""
    trade: str = ""
    depth: int = 0
    """How far below the root committee."""
    files: Mapping[str, Any] = {}
    """What the YAML files beside its site.yaml say, by name (`links`), as plain JSON values."""

    @property
    def base(self) -> str:
        """Where its pages begin in the network: `/` for the root committee, else `/<id>/`."""
        return f"/{self.id}/" if self.parent else "/"

    @property
    def colour(self) -> str:
        """What others show it in: its accent, else the colour of its look."""
        return self.accent or self.look_accent

    @property
    def own_assets(self) -> bool:
        """Whether stylesheets and scripts lie among its own pages."""
        return bool(self.url or self.look)

    @property
    def short(self) -> str:
        """The name for narrow places: 装配党支部 → 装配支部."""
        return self.title.replace("党支部", "支部").replace("党小组", "小组")

    def folder_title(self, folder: str) -> str:
        """What a column entry `folder 名称` calls a folder of the site, or empty."""
        pairs = (column.partition(" ") for column in self.columns)
        return next((title.strip() for name, _, title in pairs if name == folder and title), "")


class Footer(Struct, frozen=True):
    """The facts every page of the network states at its foot."""

    organizer: str = ""
    contact: str = ""
    icp: str = ""
    police: str = ""


class Limits(Struct, frozen=True):
    """What one article, file and site may cost; sizes in bytes, times in seconds."""

    article_bytes: int = 1_000_000
    article_seconds: float = 5.0
    image_bytes: int = 20_000_000
    image_pixels: int = 40_000_000
    attachment_bytes: int = 50_000_000
    attachment_seconds: float = 30.0
    site_files: int = 20_000
    site_bytes: int = 2_000_000_000
    site_seconds: float = 300.0
    site_memory: int = 1_500_000_000
    header_bytes: int = 65_536
    title_characters: int = 200
    tags: int = 50


SHARED = ("通知", "公示", "征集", "调查", "日程", "直播", "专题")
"""The Kinds whose items are told to people one by one, unless the operator says otherwise."""


class Settings(Struct, frozen=True):
    """network.yaml, checked."""

    name: str
    base_url: str
    time_zone: str = "Asia/Shanghai"
    language: str = SOURCE
    footer: Footer = Footer()
    defaults: Mapping[str, str] = {}
    limits: Limits = Limits()
    capabilities: tuple[str, ...] = ()
    per_branch: int = 3
    """How many of a branch's newest items flow up to the portal at most."""
    offline: bool = False
    """Whether devices may keep pages that were read, for times without a network."""
    traditional: bool = False
    """Whether every page is also there in Traditional characters."""
    pdf: bool = False
    """Whether study packs are there as PDF, too."""
    svg: bool = False
    """Whether drawings may be published, as copies that hold nothing active."""
    share_pages: tuple[str, ...] = SHARED
    """The names or ids of the Kinds whose items have a page to share them from."""
    audiences: Mapping[str, Audience] = {}
    """Who may see the items of a Kind, where the operator says so."""
    figures: Mapping[str, Figure] = {}
    """The figures of rules by id, the operator's before ours."""
    files: Mapping[str, Any] = {}
    """What the YAML files beside network.yaml say, by name (`holidays`), as plain JSON values; ours where there is none."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that dates are meant in."""
        return ZoneInfo(self.time_zone)

    def gettext(self, text: str, /, **values: object) -> str:
        """A text of the interface in the language of the pages (`interface.gettext`)."""
        return gettext(self.language, text, **values)

    def ngettext(self, text: str, count: int, /, **values: object) -> str:
        """A text about `count` things in the language of the pages (`interface.ngettext`)."""
        return ngettext(self.language, text, count, **values)

    def day_in_words(self, moment: date | str) -> str:
        """3月5日 or 5 March."""
        return day_in_words(self.language, moment)

    def date_in_words(self, moment: date | str) -> str:
        """2026年3月5日 or 5 March 2026."""
        return date_in_words(self.language, moment)

    def period_in_words(self, named: str) -> str:
        """2026年第1季度 or Q1 2026, of a year or month likewise."""
        return period_in_words(self.language, named)

    def figure(self, figure_id: str) -> float:
        """The number of a figure.

        Raises:
            KeyError: no capability brings it.
        """
        return self.figures[figure_id].value
