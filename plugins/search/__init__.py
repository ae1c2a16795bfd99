"""Search: an index of two characters at a time, made with each site, joined over all of them, and read without a server.

A site's items become segments (`segments.py`): for each pair of Chinese characters that stand side by side, and for each
word of letters and digits, where it stands in which item. Because places are told, a query is answered exactly without a
look into any text. Segments depend on the site alone. Those of all sites of a host are joined into shards by the hash of
the pair (`shards.py`), so that a reader fetches a shard for each few characters of a query, and an edited item changes the
shards of its new words and no others. `search.js` of the theme does what `folding.py` and `blocks.py` do, the other way.
"""

from plugins.network.joins import Join
from plugins.search.pages import search
from plugins.search.segments import without
from plugins.search.shards import FOLDER, SEGMENT, is_spoken, joined


def _warm() -> None:
    from plugins.search.keys import warm  # imports numpy

    warm()


OUTPUTS = (search,)
WARM = (_warm,)
JOINS = (Join("search", FOLDER + SEGMENT, is_spoken, joined, without),)
