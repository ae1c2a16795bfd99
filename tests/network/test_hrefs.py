"""Hrefs lead from page to page: relative on one host, whole to another."""

from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.network.hrefs import Hrefs
from plugins.network.sites import Site

SITES = {
    "root": Site("root", "党委", "committee"),
    "a": Site("a", "甲", "branch", "root"),
    "ab": Site("ab", "乙", "branch", "root", url="https://ab.example.cn"),
}
BASE = "https://wang.example.cn/dang/"
NAMES = st.text(st.sampled_from("abz019-_.~中文 &+"), min_size=1, max_size=8).filter(lambda name: name.strip(".") != "")
ADDRESSES = st.builds(
    lambda folders, file: "/" + "".join(f"{folder}/" for folder in folders) + file,
    st.lists(NAMES, max_size=4), st.sampled_from(["", "report.html", "表 1.csv"]),
)  # fmt: skip


@pytest.fixture
def hrefs() -> Hrefs:
    """Hrefs of a network with one site on a host of its own."""
    return Hrefs(BASE, SITES)


@pytest.mark.parametrize(
    ("here", "there", "href"),
    [
        ("/", "/", "./"),
        ("/", "/a/", "a/"),
        ("/a/", "/", "../"),
        ("/a/news/x/", "/a/news/y/", "../../../a/news/y/"),
        ("/a/report.html", "/a/", "../a/"),
        ("/a/", "/a/门 1.png", "../a/%E9%97%A8%201.png"),
        ("/ab/", "/ab/news/", "news/"),
        ("/ab/", "/a/", f"{BASE}a/"),
        ("/a/", "/ab/news/", "https://ab.example.cn/news/"),
    ],
)
def test_from_one_page_to_another(hrefs: Hrefs, here: str, there: str, href: str) -> None:
    assert hrefs.on(here)(there) == href


@pytest.mark.parametrize("written", ["https://example.cn/x", "mailto:x@example.cn", "#top", ""])
def test_what_is_no_address_passes_through(hrefs: Hrefs, written: str) -> None:
    assert hrefs.on("/a/")(written) == written
    assert hrefs.whole(written) == written


@given(ADDRESSES, ADDRESSES)
def test_an_href_leads_to_its_address_under_any_prefix(here: str, there: str) -> None:
    hrefs = Hrefs(BASE, {"root": SITES["root"], "a": SITES["a"]})
    for prefix in (BASE, "https://other.example.cn/", "https://other.example.cn/a/b/c/"):
        reached = urljoin(prefix + here[1:], hrefs.on(here)(there))
        assert unquote(reached) == prefix + there[1:]


def test_a_page_shown_anywhere_uses_paths_from_the_hosts_root(hrefs: Hrefs) -> None:
    hrefs.on("/404.html", absolute=True)
    assert hrefs("/a/") == "/dang/a/"
    assert hrefs("/ab/news/") == "https://ab.example.cn/news/"
    hrefs.on("/ab/404.html", absolute=True)
    assert hrefs("/ab/news/") == "/news/"


def test_whole_urls_are_those_of_the_host_that_serves_the_address(hrefs: Hrefs) -> None:
    assert hrefs.whole("/a/新/") == f"{BASE}a/%E6%96%B0/"
    assert hrefs.whole("/ab/") == "https://ab.example.cn/"
    assert hrefs.whole("/ab/x/") == "https://ab.example.cn/x/"


def test_pages_at_the_same_depth_of_one_host_share_their_hrefs(hrefs: Hrefs) -> None:
    assert hrefs.on("/a/news/").here == hrefs.on("/b/notices/").here
    assert hrefs.on("/a/news/").here != hrefs.on("/a/").here
    assert hrefs.on("/ab/news/").here != hrefs.on("/a/").here
