"""How to reach an office, in site.yaml and network.yaml: posts and office addresses, nobody's own."""

from collections.abc import Iterable

from plugins.network.folding import folded
from plugins.network.network import Network
from plugins.network.personal import found_in, mask
from plugins.network.problems import Code, Problem, finds
from plugins.network.said import Said
from plugins.privacy.traces import UNKNOWN_MAIL, no_personal_data

IN_CONTACTS = Code(
    "ZB-717", "error", "nothing",
    "联系方式里有个人信息（{datum}），每一页都看得到", "请改成办公电话或办公信箱；确实是办公室的，请管理员写进 privacy.yaml 的 allowed 并说明理由。",
    "the contacts hold personal data ({datum}), on every page", "Give an office instead; if it is an office's, have it allowed in privacy.yaml with a reason.",
)  # fmt: skip


@finds(IN_CONTACTS)
def contacts_are_of_offices(network: Network) -> Iterable[Problem]:
    """No contact of a site and no line of the footer is somebody's own."""
    footer = network.settings.footer
    yield from _in("network.yaml", f"{footer.organizer}\n{footer.contact}", network)
    for site in network.sites.values():
        words = "\n".join(f"{one.post}\n{one.place}\n{one.email}\n{one.hours}" for one in site.contacts)
        yield from _in(f"{site.id}/site.yaml", f"{words}\n{site.place}\n{site.slogan}", network)


def _in(path: str, words: str, network: Network) -> Iterable[Problem]:
    said = Said(folded(words), numbered=False)
    found = [one for one in no_personal_data(said, network.settings) if one.code != UNKNOWN_MAIL.id]
    if found:
        yield IN_CONTACTS.at(path, 0, datum=mask(found_in(said.text)[0]))
