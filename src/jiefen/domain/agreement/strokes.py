"""A drawn name: lines of points on a field of 1000 by 300, as the page sends them and as paper shows them."""

from __future__ import annotations

from jiefen.domain.common.errors import Unread
from jiefen.domain.common.json_text import read_json

WIDTH, HEIGHT = 1000, 300
MOST_LINES, MOST_POINTS = 200, 600
Strokes = list[list[tuple[int, int]]]


def read_strokes(text: str) -> Strokes:
    """Raises ValueError with a sentence for anything that is not a drawn name."""
    try:
        strokes = read_json(text)
    except Unread:
        raise ValueError("签名没有写上，请在框里重新写一遍。") from None
    if not isinstance(strokes, list) or not 1 <= len(strokes) <= MOST_LINES:
        raise ValueError("请在框里写下您的姓名，再提交。")
    lines = [_line(line) for line in strokes]
    xs = [x for line in lines for x, _ in line]
    if max(xs) - min(xs) < WIDTH // 20 or sum(map(len, lines)) < 6:
        raise ValueError("签名太短，看不出是姓名，请重新写一遍。")
    return lines


def _line(told: object) -> list[tuple[int, int]]:
    if not isinstance(told, list) or not 1 <= len(told) <= MOST_POINTS:
        raise ValueError("签名的笔画太长，请重新写一遍。")
    points = []
    for point in told:
        if not (isinstance(point, list) and len(point) == 2 and all(type(number) is int for number in point)):
            raise ValueError("签名没有写上，请在框里重新写一遍。")
        x, y = point
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            raise ValueError("签名写到框外面了，请重新写一遍。")
        points.append((x, y))
    return points


def picture(strokes: Strokes) -> str:
    """SVG of the lines, nothing else in it."""
    paths = "".join(
        f'<path d="M{" L".join(f"{x} {y}" for x, y in (line if len(line) > 1 else line * 2))}"/>'
        for line in strokes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g fill="none" stroke="#14233b" '
        f'stroke-width="9" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
    )
