"""Rules of one province or city, which bind nobody elsewhere: our limits name some as models, and no party is told of them."""

from __future__ import annotations

import re

_LAW = re.compile(
    r"《[^《》]{0,12}(?:省|(?<!城)市(?!场)|县|自治区|自治州|经济特区)[^《》]{0,20}(?:条例|规定|办法|细则|标准)》"
)
# Places that our sources name in their short form.
_PLACES = ("深圳", "宁波", "临海", "自贡", "诸暨", "东至", "滁州", "绿春", "黄石")


def local_law(text: str, *, place: str = "") -> str:
    """The rule or place named in the text that is not of this place; "" when there is none."""
    law = _LAW.search(text)
    if law and not (place and place[:2] in law[0]):
        return law[0]
    return next((name for name in _PLACES if name in text and name not in place), "")
