import pytest

from jiefen.domain.common.masks import mask_id, mask_name, mask_phone


def test_an_identity_number_keeps_its_first_three_and_last_two():
    assert mask_id("11010519491231002X") == "110*************2X"
    assert mask_id("1234567") == "*******"
    assert mask_id("") == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800003307", "138****3307"),
        ("+86 138 0000 3307", "138****3307"),
        ("0579-85551234-801", "0579-****1234"),
        ("12345", "***45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_telephone_number_keeps_what_a_person_recognises(number, shown):
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李四", "李某"),
        ("欧阳小明", "欧阳某"),
        ("欧阳", "欧某"),
        ("阿卜杜拉·买买提", "阿某"),
        ("john smith", "J***"),
        (" ", ""),
    ],
)
def test_a_name_keeps_its_surname(name, shown):
    assert mask_name(name) == shown
