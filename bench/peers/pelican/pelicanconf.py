"""What all Pelican sites of the benchmark share: stock settings, only the pages that every peer writes."""

from markdown.extensions.toc import slugify_unicode

PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh_cn"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
SLUGIFY_SOURCE = "basename"
SLUGIFY_USE_UNICODE = True

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        # Heading anchors, which Hugo writes by default.
        "markdown.extensions.toc": {"slugify": slugify_unicode},
    },
    "output_format": "html5",
}

ARTICLE_URL = "news/{slug}/"
ARTICLE_SAVE_AS = "news/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "news"]
NEWS_URL = "news/"
NEWS_SAVE_AS = "news/index.html"
PAGINATED_TEMPLATES = {"news": 20}
PAGINATION_PATTERNS = (
    (1, "{url}", "{base_name}/index.html"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
