"""What can be wrong with a board as a whole, or only at an instant: weights, future numbers, what is overdue."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from plugins.boards.diagnoses import DIAGNOSIS
from plugins.boards.goals import plain
from plugins.boards.standing import STEPS, open_actions, over, year_of
from plugins.network.audience import visible
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.periods import after, begins, first_and_last, period_zh
from plugins.network.problems import Code, Problem, finds

WEIGHTS = Code(
    "ZB-671", "error", "nothing",
    "{year} 年 {count} 个目标的权重合计 {sum}，应为 {whole}（{list}）", "请调整权重，使合计为 {whole}，或者都不写；一块板上的目标请用同一个“范围”。",
    "the weights of {count} goals of {year} add up to {sum}, not {whole} ({list})", "Adjust them to {whole}, or write none.",
)  # fmt: skip
FUTURE_ACTUAL = Code(
    "ZB-674", "error", "nothing",
    "{period}还没有开始，却已有实绩 {value}", "请改正期间；预计的数不是实绩，写在“计划”里。",
    "{period} has not begun but has the actual {value}", "Correct the period; what is expected belongs under plan.",
)  # fmt: skip
SECOND_DIAGNOSIS = Code(
    "ZB-679", "error", "nothing",
    "{quarter}已有一份诊断：{other}", "一个季度一份：请合并，或改正“季度”。",
    "there is a diagnosis of {quarter} already: {other}", "Keep one for each quarter, or correct the quarter.",
)  # fmt: skip
NO_DIAGNOSIS = Code(
    "ZB-680", "warning", "nothing",
    "{quarter}已于 {ended} 结束，过了 {days} 天还没有诊断", "请用 zhibu new 诊断 新建一份，写上自评。",
    "{quarter} ended on {ended} and has no diagnosis {days} days later", "Write one with: zhibu new diagnosis.",
)  # fmt: skip
NOT_A_GOAL = Code(
    "ZB-681", "warning", "nothing",
    "“{key}”里的“目标”指的 {path} 不是目标", "请改成目标的文件，或删去这一行。",
    '{path} under "{key}" is no goal', "Name the file of a goal, or remove the line.",
)  # fmt: skip
OVERDUE = Code(
    "ZB-684", "warning", "nothing",
    "“{step}”里的“{text}”应在 {due} 前做完，还没有关闭", "做完了请写“完成”和“依据”；没有做完请重新定“期限”。",
    '"{text}" was due on {due} and is still open', "Close it with its evidence, or set a new deadline.",
)  # fmt: skip


def boards(items: Iterable[Item]) -> Mapping[tuple[str, int], list[Item]]:
    """The goals among these items, by site and year."""
    found: dict[tuple[str, int], list[Item]] = {}
    for item in items:
        if item.kind == "goal" and not item.withdrawn:
            found.setdefault((item.site, year_of(item)), []).append(item)
    return found


@finds(WEIGHTS)
def weights_add_up(network: Network) -> Iterable[Problem]:
    """The weights of a board, if any are written, add up to the whole."""
    whole = network.settings.figure("board-weights") if network.items else 0
    for (_, year), goals in boards(network.of_kind("goal")).items():
        written = [goal.fields["weight"] for goal in goals]
        total = round(sum(weight or 0 for weight in written), 6)
        if any(weight is not None for weight in written) and total != whole:
            first = next(goal for goal in goals if goal.fields["weight"] is not None)
            parts = "、".join(f"{goal.title} {plain(goal.fields['weight'] or 0)}" for goal in goals)
            yield WEIGHTS.at(first.path, first.line("weight"), year=year, count=len(goals), sum=plain(total),
                             whole=plain(whole), list=parts)  # fmt: skip


@finds(FUTURE_ACTUAL, OVERDUE)
def goals_keep_time(network: Network) -> Iterable[Problem]:
    """No actual of a period to come; no open action past its deadline."""
    assert network.as_of is not None
    for item in network.of_kind("goal"):
        if not item.withdrawn:
            yield from _too_early(item, network)
            yield from _too_late(item, network)


def _too_early(item: Item, network: Network) -> Iterator[Problem]:
    for number, row in enumerate(item.fields["actuals"]):
        first, _ = first_and_last(row["period"])
        if row["value"] is not None and network.as_of and network.as_of < begins(first.isoformat(), network.zone):
            line = item.line("actuals", number, "period")
            yield FUTURE_ACTUAL.at(item.path, line, period=period_zh(row["period"]), value=plain(row["value"]))


def _too_late(item: Item, network: Network) -> Iterator[Problem]:
    assert network.as_of is not None
    for action in open_actions(item, network.as_of, network.zone):
        entry = item.fields[action.step][action.number]
        if action.late:
            line = item.line(action.step, action.number, "due")
            yield OVERDUE.at(item.path, line, step=STEPS[action.step], text=entry["text"], due=entry["due"])


@finds(SECOND_DIAGNOSIS, NOT_A_GOAL)
def diagnoses_hold(network: Network) -> Iterable[Problem]:
    """One diagnosis for each quarter of a site; what it links to as a goal is one."""
    first: dict[tuple[str, str], Item] = {}
    for item in network.of_kind("diagnosis"):
        if item.withdrawn:
            continue
        quarter = item.fields["quarter"]
        other = first.setdefault((item.site, quarter), item)
        if other is not item:
            yield SECOND_DIAGNOSIS.at(item.path, item.line("quarter"), quarter=period_zh(quarter), other=other.path)
        yield from _linked(item, network)


def _linked(item: Item, network: Network) -> Iterator[Problem]:
    for name in ("findings", "measures"):
        for number, row in enumerate(item.fields[name]):
            linked = network.items.get(row["goal"])
            if row["goal"] and (linked is None or linked.kind != "goal"):
                line = item.line(name, number, "goal")
                yield NOT_A_GOAL.at(item.path, line, key=DIAGNOSIS.label(name), path=row["goal"])


@finds(NO_DIAGNOSIS)
def quarters_are_diagnosed(network: Network) -> Iterable[Problem]:
    """Every unit with goals in a quarter, but the committee on top, diagnoses it some days after its end; silent in tiers that do not show them."""
    audience = network.settings.audiences.get(DIAGNOSIS.id, DIAGNOSIS.audience)
    if not visible(audience, network.tier):
        return
    written = {(item.site, item.fields["quarter"]) for item in network.of_kind("diagnosis")}
    below = {key: goals for key, goals in boards(network.of_kind("goal")).items() if network.sites[key[0]].parent}
    for (site, year), goals in below.items():
        since = min(goal.date for goal in goals if goal.date)
        for quarter in _due_quarters(network, year):
            if (site, quarter) not in written and since < over(quarter, network.zone):
                days = network.settings.figure("diagnosis-due-days")
                yield NO_DIAGNOSIS.at(f"{site}/site.yaml", 0, quarter=period_zh(quarter),
                                      ended=first_and_last(quarter)[1], days=plain(days))  # fmt: skip


def _due_quarters(network: Network, year: int) -> Iterator[str]:
    """The quarters of a year whose diagnosis is due."""
    assert network.as_of is not None
    grace = timedelta(days=network.settings.figure("diagnosis-due-days"))
    for steps in range(4):
        quarter = after(f"{year}-Q1", steps)
        if over(quarter, network.zone) + grace <= network.as_of:
            yield quarter
