"""The built demonstration network: every link leads somewhere, every page is whole, every list agrees with the items."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from urllib.parse import unquote, urljoin

import pytest
from lxml import etree, html

from plugins.build.build import Checked
from plugins.network.items import Item
from plugins.network.network import Network
from tests.links import Reference, Site, fault, faults, parsed, url_of
from tests.networks import Place, file_at

pytestmark = pytest.mark.xdist_group("output")  # all pages are parsed once

BASE = "https://dangjian.example.cn/"
OWN = "https://zhuangpei.example.cn/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def checked(demo: Place) -> Checked:
    """What is known of the demonstration network."""
    return demo.check()


@pytest.fixture(scope="module")
def network(checked: Checked) -> Network:
    """The demonstration network."""
    return checked.scanned.network


@pytest.fixture(scope="module")
def site(demo: Place) -> Site:
    """The pages of the demonstration network."""
    return parsed(demo.current)


# links ------------------------------------------------------------------------------------------


def test_the_demonstration_network_has_many_pages_and_references(site: Site) -> None:
    assert len(site.pages) > 400
    assert sum(1 for _ in site.references) > 10_000


def test_every_link_anchor_and_asset_resolves(site: Site) -> None:
    assert faults(site, {BASE: "."}, BASE) == []


def test_the_same_bytes_resolve_under_any_path_prefix(site: Site) -> None:
    prefix = "https://qiye.example.cn/dang/jian/"
    assert faults(site, {prefix: "."}, prefix, lambda one: one.page != "404.html") == []


def test_the_404_page_which_is_shown_anywhere_knows_the_prefix_of_the_base_url(small: Place) -> None:
    prefix = "https://qiye.example.cn/dang/jian/"
    small.build(base_url=prefix)
    site = parsed(small.current)
    assert faults(site, {prefix: "."}, prefix) == []
    lost = [one.written for one in site.references if one.page == "404.html" and not one.is_whole]
    assert len(lost) > 10
    assert [written for written in lost if not written.startswith(("#", "/dang/jian/"))] == []


def test_only_the_404_page_and_the_heads_hold_whole_urls_of_the_network(site: Site) -> None:
    whole = [one for one in site.references if one.written.startswith(BASE) and one.page != "404.html"]
    assert {one.element for one in whole} <= {"link"}
    assert all(one.element == "link" for one in whole if one.attribute == "href")


def test_a_broken_link_would_be_found(demo: Place, site: Site) -> None:
    def why(written: str, base: str = BASE) -> str:
        return fault(site, Reference("zhuangpei/index.html", "a", "href", written), {base: "."}, base)

    assert why("news/") == ""
    assert why("news/nothing/") == "there is no zhuangpei/news/nothing/index.html"
    assert why("news/#nowhere") == "zhuangpei/news/index.html has no #nowhere"
    assert why("../../x/", f"{BASE}dang/jian/") == "it leaves the folder it is served from"
    assert why("javascript:alert(1)") == "an unknown scheme"


# a branch on its own host -----------------------------------------------------------------------


def in_own_folder(page: str) -> bool:
    """Whether a page belongs to the branch that has a host of its own."""
    return page.startswith("zhuangpei/")


@pytest.fixture(scope="module")
def with_own_host(demo_with_own_host: Place) -> Site:
    """The pages of the demonstration network with a branch on a host of its own."""
    return parsed(demo_with_own_host.current)


def test_with_a_branch_on_its_own_host_every_link_resolves(with_own_host: Site) -> None:
    hosts = {BASE: ".", OWN: "zhuangpei"}
    own = {page.removeprefix("zhuangpei/"): root for page, root in with_own_host.pages.items() if in_own_folder(page)}
    alone = Site(with_own_host.folder / "zhuangpei", own)
    assert faults(with_own_host, hosts, BASE, lambda one: not in_own_folder(one.page)) == []
    assert faults(alone, {OWN: "."}, OWN, lambda one: not one.is_whole) == []
    assert faults(with_own_host, hosts, BASE, lambda one: in_own_folder(one.page) and one.is_whole) == []


def test_the_others_link_to_it_by_whole_urls_and_it_to_them(with_own_host: Site) -> None:
    site = with_own_host
    away = [one for one in site.references if not in_own_folder(one.page) and one.element == "a"]
    targets = [one for one in away if "zhuangpei" in one.written and "example.cn" in one.written]
    assert targets
    assert not [str(one) for one in away if not one.is_whole and "zhuangpei/" in one.written]
    assert not [str(one) for one in site.references if one.written.startswith(f"{BASE}zhuangpei/")]
    back = [one for one in site.references if in_own_folder(one.page) and one.written.startswith(BASE)]
    assert {one.element for one in back} == {"a"}


def test_its_assets_feeds_and_maps_lie_in_its_own_folder(demo_with_own_host: Place) -> None:
    folder = demo_with_own_host.current / "zhuangpei"
    page = demo_with_own_host.page("/zhuangpei/")
    loaded = [str(found.get("src") or found.get("href")) for found in page.soup.select("script[src], link[rel=stylesheet], img")]
    assert loaded
    assert all((folder / one).is_file() for one in loaded)
    assert (folder / "404.html").is_file()
    assert (folder / "robots.txt").read_text().count("Sitemap:") == 1
    assert f"{OWN}sitemap.xml" in (folder / "robots.txt").read_text()
    locations = etree.parse(folder / "sitemap.xml").findall(f".//{SITEMAP}loc")
    assert locations
    assert all(str(one.text).startswith(OWN) for one in locations)
    assert "zhuangpei" not in (demo_with_own_host.current / "robots.txt").read_text()


# pages ------------------------------------------------------------------------------------------


def is_redirect(root: html.HtmlElement) -> bool:
    """Whether a page only leads on to another address."""
    return bool(root.xpath("//meta[@http-equiv='refresh']"))


def test_every_page_states_its_language_title_heading_and_site(site: Site) -> None:
    def lacking(root: html.HtmlElement) -> list[str]:
        counts = {
            "lang": root.xpath("count(/html[@lang='zh-CN'])"),
            "title": root.xpath("count(/html/head/title[normalize-space()])"),
            "h1": root.xpath("count(//h1[normalize-space()])"),
            "canonical": root.xpath("count(/html/head/link[@rel='canonical'])"),
            "SiteName": root.xpath("count(/html/head/meta[@name='SiteName' and normalize-space(@content)])"),
            "skip link": root.xpath("count(/html/body/a[1][@class='skip' and @href='#content'])"),
            "charset": root.xpath("count(/html/head/*[1][@charset='utf-8'])"),
            "viewport": root.xpath("count(/html/head/meta[@name='viewport'])"),
        }
        return [name for name, count in counts.items() if count != 1]

    assert {path: lacking(root) for path, root in site.pages.items() if not is_redirect(root) and lacking(root)} == {}


def test_every_canonical_address_is_a_page_and_of_the_page_itself(demo: Place, site: Site) -> None:
    for path, root in site.pages.items():
        (canonical,) = root.xpath("/html/head/link[@rel='canonical']/@href")
        assert canonical.startswith(BASE)
        address = unquote(canonical.removeprefix(BASE))
        assert demo.has(address), canonical
        if not is_redirect(root) and url_of(path, "") != address:  # the newest of a series, at a lasting address too
            assert site.pages[f"{address}index.html"].xpath("/html/head/link[@rel='canonical']/@href") == [canonical]


def test_the_page_of_every_item_names_it_its_date_and_its_source(site: Site, network: Network) -> None:
    def stated(root: html.HtmlElement, name: str) -> str | None:
        found = root.xpath("/html/head/meta[@name=$name or @property=$name]/@content", name=name)
        return str(found[0]) if len(found) == 1 else None

    for item in network.items.values():
        root = site.pages[f"{item.address[1:]}index.html"]
        source = item.source.name if item.source else network.sites[item.site].title
        assert stated(root, "ArticleTitle") == root.xpath("normalize-space(//h1)") == item.title
        assert stated(root, "ContentSource") == source
        assert stated(root, "SiteName") == network.sites[item.site].title
        assert stated(root, "PubDate") == (item.date.strftime("%Y-%m-%d %H:%M") if item.date else None)
        assert stated(root, "ColumnName")
        assert stated(root, "og:type") == "article"


def test_no_page_has_inline_script_style_or_handlers(site: Site) -> None:
    found = [
        f"{path}: {etree.tostring(element, encoding='unicode')[:80]}"
        for path, root in site.pages.items()
        for element in root.xpath(
            "//script[not(@src)] | //style | //*[@style] | //iframe | //object | //base | //*[@*[starts-with(name(), 'on')]]"
        )
    ]
    assert found == []


def test_every_picture_has_a_description_and_a_size(site: Site) -> None:
    pictures = [(path, image) for path, root in site.pages.items() for image in root.iter("img")]
    assert len(pictures) > 10
    assert [path for path, image in pictures if image.get("alt") is None or not image.get("width")] == []


def test_ids_are_unique_on_every_page(site: Site) -> None:
    def twice(root: html.HtmlElement) -> list[str]:
        return [one for one, count in Counter(root.xpath("//@id")).items() if count > 1]

    assert {path: twice(root) for path, root in site.pages.items() if twice(root)} == {}


def test_every_html_file_is_well_formed_utf8_without_unfilled_templates(demo: Place, site: Site) -> None:
    for path in site.pages:
        text = (demo.current / path).read_bytes().decode()
        assert "zhibu:" not in text, path
        assert "Undefined" not in text, path
        assert text.startswith("<!doctype html>"), path


# feeds, sitemaps, robots ------------------------------------------------------------------------


def local(demo: Place, url: str) -> bool:
    """Whether a whole URL of the network is a file of it."""
    return url.startswith(BASE) and demo.has(unquote(url.removeprefix(BASE)))


def test_atom_feeds_parse_and_their_entries_are_pages(demo: Place) -> None:
    files = sorted(demo.current.rglob("feed.atom"))
    assert len(files) > 10
    ids = []
    for file in files:
        feed = etree.parse(file).getroot()
        entries = feed.findall(f"{ATOM}entry")
        assert entries
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}updated")
        assert feed.findtext(f"{ATOM}title")
        ids.append(feed.findtext(f"{ATOM}id"))
        own = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(own)) == len(own), file
        links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
        assert [url for url in links if not local(demo, url)] == []
    assert len(set(ids)) == len(ids)


def test_json_feeds_parse_and_agree_with_the_atom_feeds(demo: Place) -> None:
    for file in demo.current.rglob("feed.json"):
        feed = json.loads(file.read_bytes())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        urls = [entry["url"] for entry in feed["items"]]
        assert [url for url in [*urls, feed["feed_url"], feed["home_page_url"]] if not local(demo, url)] == []
        assert [entry["id"] for entry in feed["items"]] == urls
        entries = etree.parse(file.with_suffix(".atom")).getroot().findall(f"{ATOM}entry/{ATOM}id")
        assert [entry.text for entry in entries] == urls


def test_the_feed_links_in_heads_lead_to_feeds(demo: Place, site: Site) -> None:
    offered = {
        urljoin(url_of(path, BASE), href)
        for path, root in site.pages.items()
        for href in root.xpath("/html/head/link[@rel='alternate']/@href")
    }
    assert len(offered) > 20
    assert [url for url in offered if not local(demo, url)] == []


def test_the_sitemaps_list_every_item_and_nothing_that_is_missing(demo: Place, network: Network) -> None:
    listed = [str(loc.text) for file in demo.current.rglob("sitemap.xml") for loc in etree.parse(file).iter(f"{SITEMAP}loc")]
    assert [url for url in listed if not local(demo, url)] == []
    assert len(set(listed)) == len(listed)
    addresses = {f"/{unquote(url.removeprefix(BASE))}" for url in listed}
    assert {item.address for item in network.items.values() if not item.withdrawn} <= addresses


def test_robots_name_every_sitemap(demo: Place) -> None:
    lines = demo.text("/robots.txt").splitlines()
    named = {line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")}
    present = {BASE + file.relative_to(demo.current).as_posix() for file in demo.current.rglob("sitemap.xml")}
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    assert named == present


# the library ------------------------------------------------------------------------------------


def records(network: Network) -> list[Item]:
    """The records of the library."""
    return [item for item in network.of("library") if item.kind in ("resource", "rule")]


def test_the_catalogues_agree_with_each_other_and_with_the_records(demo: Place, network: Network) -> None:
    text = demo.text("/library/catalogue.csv")
    assert text.startswith("\ufeff标题,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    document = json.loads(demo.text("/library/catalogue.json"))
    assert document["count"] == len(rows) == len(records(network)) >= 25
    assert [{key: str(value) for key, value in row.items()} for row in document["records"]] == rows
    by_address = {row["地址"]: row for row in rows}
    for item in records(network):
        row = by_address[item.address]
        assert row["标题"] == item.title
        assert row["许可"] == item.fields["licence"]
        assert row["SHA-256"].split() == [one.sha256 for one in item.attachments]
        assert int(row["被引用"]) == len(network.referring(item))


def test_every_attachment_is_stored_once_and_its_hash_and_size_are_told(demo: Place, network: Network) -> None:
    offered = [(item, one) for item in network.items.values() for one in item.attachments]
    assert len(offered) >= 5
    store = demo.folder / "output" / "public" / "store"
    for item, attachment in offered:
        file = file_at(demo.current, attachment.address)
        content = file.read_bytes()
        assert hashlib.sha256(content).hexdigest() == attachment.sha256
        assert len(content) == attachment.size
        assert attachment.sha256 in demo.text(item.address)
        assert file.stat().st_ino == (store / attachment.sha256[:2] / attachment.sha256[2:]).stat().st_ino
        assert demo.page(item.address).soup.find(string=re.compile(attachment.format))


def test_the_same_bytes_are_stored_once(demo: Place) -> None:
    files = [file for file in (demo.folder / "output" / "public" / "store").rglob("*") if file.is_file()]
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    assert hashes == [file.parent.name + file.name for file in files]
    assert len(set(hashes)) == len(hashes)


def test_the_library_shows_who_uses_a_record(demo: Place, network: Network) -> None:
    used = [item for item in records(network) if network.referring(item)]
    assert len(used) > 10
    for item in used:
        page = demo.page(item.address)
        for source in network.referring(item)[:3]:
            assert source.title in page.words


def test_facets_count_what_their_pages_list(demo: Place) -> None:
    counts = {}
    for link in demo.page("/library/").soup.select("main a"):
        address, number = urljoin("/library/", str(link["href"])), re.search(r"(\d+)\s*$", link.get_text(" "))
        if number and re.fullmatch(r"/library/(type|topic|issuer|year)/[^/]+/", address):
            counts[address] = int(number[1])
    assert len(counts) > 8
    assert {address: count for address, count in counts.items() if f"共 {count} 条" not in demo.page(address).words} == {}


# what passes between sites ----------------------------------------------------------------------


def test_the_files_of_the_release_are_those_of_the_manifest(demo: Place) -> None:
    from plugins.release.verify import verify

    assert verify(demo.current) == []


def test_every_page_with_a_source_names_a_file_that_exists(demo: Place) -> None:
    manifest = json.loads((demo.current / "manifest.json").read_bytes())
    sources = {source for rows in manifest["sites"].values() for _, _, source in rows if source}
    assert len(sources) > 200
    assert [source for source in sources if not (demo.content / source).is_file()] == []
