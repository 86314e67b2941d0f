"""The code (快照编号) of a day snapshot: a short form of its digest that people copy off paper.

Fifteen letters (73 bits) are read off the SHA-256 of the manifest, so that a code belongs to one content and
nobody has to be asked whether the two fit; the sixteenth is a check. No two of the letters can be taken for
each other, and there are 29, a prime: any one misread, and any two that changed places, are found.
"""

from base.guarding import CODE_LENGTH, GROUP, LETTERS

BASE = len(LETTERS)


def code_of(digest: str) -> str:
    """The code of the manifest with this SHA-256.

    >>> code_of("00" * 32), code_of("5f" * 32)
    ('2222-2222-2222-2222', 'BJ7M-8FTA-FQTE-6FJV')
    """
    number = int(digest, 16)
    letters = []
    for _ in range(CODE_LENGTH - 1):
        number, place = divmod(number, BASE)
        letters.append(LETTERS[place])
    # The last letter takes away what the others come to; its place has an inverse, because 29 is a prime.
    letters.append(LETTERS[-_sum(letters) * pow(CODE_LENGTH, -1, BASE) % BASE])
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, CODE_LENGTH, GROUP))


def fault_of(code: str) -> str:
    """What is wrong with a code (as `base.guarding.plain_code` gives it), as a sentence; "" where nothing is.

    >>> fault_of("BJ7M-8FTA-FQTE-6FJV"), fault_of("BJ7M")
    ('', '快照编号应为 16 位字母和数字，现有 4 位')
    >>> fault_of("JB7M-8FTA-FQTE-6FJV")
    '快照编号有误：其中有一位抄错，或者有两位颠倒，请对照原件再输入一次'
    """
    word = code.replace("-", "")
    if len(word) != CODE_LENGTH:
        found = f"现有 {len(word)} 位" if len(word) < CODE_LENGTH else f"现在多于 {CODE_LENGTH} 位"
        return f"快照编号应为 {CODE_LENGTH} 位字母和数字，{found}"
    if any(letter not in LETTERS for letter in word) or _sum(list(word)):
        return "快照编号有误：其中有一位抄错，或者有两位颠倒，请对照原件再输入一次"
    return ""


def _sum(letters: list[str]) -> int:
    """The sum that is nought for a right code: each letter counts by its place, 1 to 16, modulo 29."""
    return sum((place + 1) * LETTERS.index(letter) for place, letter in enumerate(letters)) % BASE
