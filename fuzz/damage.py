"""Documents damaged at random: lines cut, moved and doubled, cells moved, characters changed, bytes flipped."""

from __future__ import annotations

from random import Random

SEPARATORS = "\t|"
ODD = [
    *"\t\n| ，。：；（）“、-9%亿半第前",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\x85",
    "",
    "序号",
    "是",
    "<b>",
    "{{ x }}",
    "=1+1",
]


def damage_text(text: str, chance: Random, most: int = 6) -> str:
    """The text after up to ``most`` changes of a line, a cell or a few characters."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 1:
                lines.insert(chance.randrange(len(lines)), lines.pop(at))
            case 2:
                lines.insert(at, lines[at])
            case 3:
                lines[at] = _cells_moved(lines[at], chance)
            case 4 if len(lines) > 1:
                lines.pop(at)
            case _:
                place = chance.randrange(len(lines[at]) + 1)
                rest = lines[at][place + chance.randrange(4) :]
                lines[at] = lines[at][:place] + chance.choice(ODD) + rest
    return "\n".join(lines)


def flip_bytes(data: bytes, chance: Random, most: int = 3) -> bytes:
    """The bytes with up to ``most`` of them replaced by any others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, most)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cells_moved(line: str, chance: Random) -> str:
    separator = next((sign for sign in SEPARATORS if sign in line), " ")
    cells = line.split(separator)
    one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[one], cells[other] = cells[other], cells[one]
    return separator.join(cells)
