"""Documents with number, issuer and validity, in chains; interpretations paired with them."""

from datetime import datetime

from plugins.documents.checks import chains_hold, ends_after_it_begins, numbers_are_unique
from plugins.documents.fields import VALIDITIES, DocumentFields, InterpretationFields
from plugins.documents.pages import document_values, entries, interpretation_values, registers
from plugins.network.items import Item, State
from plugins.network.kinds import Kind
from plugins.network.periods import begins, ends
from plugins.network.sites import Settings


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """尚未施行 until the day on which it takes effect, then the validity that it states; 失效 after its last day."""
    fields, validity = item.fields, item.fields["validity"]
    starts = begins(fields["effective"], settings.zone) if fields["effective"] else None
    over = ends(fields["valid_until"], settings.zone) if fields["valid_until"] else None
    if validity not in ("有效", "已修改"):
        return State(validity, validity, VALIDITIES[validity])
    if over and as_of >= over:
        return State("失效", "失效", VALIDITIES["失效"])
    if starts and as_of < starts:
        return State(
            "coming", settings.gettext("尚未施行 · %(day)s起", day=settings.day_in_words(starts)), "active", until=starts
        )
    return State(validity, validity, VALIDITIES[validity], until=over)


DOCUMENT = Kind(
    "document", "文件", "documents", "文件", dated=True, schema=DocumentFields, state=state, check=ends_after_it_begins,
    states=("尚未施行", *VALIDITIES), values=document_values, area="公开", own_list=True,
    body="文件全文。\n\n一、\n\n（一）\n",
)  # fmt: skip
INTERPRETATION = Kind(
    "interpretation", "解读", "interpretations", "解读", dated=True, schema=InterpretationFields, values=interpretation_values,
    area="公开", body="## 为什么发这份文件\n\n\n## 和以前有什么不同\n\n\n## 怎么办、找谁办\n\n",
)  # fmt: skip

KINDS = (DOCUMENT, INTERPRETATION)
CHECKS = (numbers_are_unique, chains_hold)
DIGESTS = (entries,)
OUTPUTS = (registers,)
