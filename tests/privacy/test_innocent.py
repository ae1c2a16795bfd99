"""What only looks like personal data is let through."""

from plugins.build.capabilities import examined, rules
from plugins.network.rules import read_rules
from plugins.network.said import written
from plugins.network.sites import Settings
from tests.privacy.innocent import ALLOWED, INNOCENT


def told(text: str, allowed: str = ALLOWED) -> set[str]:
    """The codes of everything that is found in a text."""
    files = {"privacy.yaml": allowed.encode()}
    settings, faults = read_rules(Settings("示例网络", "https://dangjian.example.cn/"), rules(), files.get)
    assert faults == ()
    return {problem.code for problem in examined(written(text), settings)}


def test_of_hundreds_of_innocent_texts_at_most_one_is_suspected() -> None:
    assert len(set(INNOCENT)) >= 400
    suspected = [(text, codes) for text in INNOCENT if (codes := told(text))]
    assert len(suspected) <= 1, suspected


def test_what_is_allowed_is_found_where_nobody_allows_it() -> None:
    assert told("值班电话：0599-8000002。", "allowed: []\n") == {"ZB-702"}
    assert told("信箱 dangwei@danwei.cn。", "allowed: []\n") == {"ZB-705"}
