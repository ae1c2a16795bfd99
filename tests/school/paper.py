"""How a contest's paper and code follow from seed, number and answers: what docs/editors/网上党校.md says, in Python."""


def hashed(text: str) -> int:
    """FNV-1a with 32 bits over the UTF-8 of a text."""
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 % 2**32
    return found


def drawn(seed: str, paper: int, total: int, count: int) -> list[int]:
    """The places of a paper's questions in the bank, in the order in which they are asked."""
    state, order = hashed(f"{seed}/{paper}") or 1, list(range(total))
    for last in range(total - 1, 0, -1):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        other = state % (last + 1)
        order[last], order[other] = order[other], order[last]
    return order[:count]


def code(seed: str, paper: int, given: list[str], right: int, seconds: int) -> str:
    """The code of a result."""
    check = hashed(f"{seed}/{paper}/{'|'.join(given)}/{seconds}")
    return f"{paper}-{right}-{len(given)}-{seconds}-{base36(check)}"


def base36(number: int) -> str:
    """A number in digits and capital letters."""
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return digits
