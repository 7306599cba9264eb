"""Names of responsible units as different documents write them."""

from __future__ import annotations

import pytest

from reconcile.matching.organisations import same_organisation, shared_owners


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("各县（市、区）人民政府", "各县市区政府"),
        ("各县(市、区)人民政府", "各县区人民政府（管委会）"),
        ("各县、市、区人民政府", "各区县"),
        ("市自然资源和规划局（市林业局）", "市林业局"),
        ("市自然资源和规划局（市林业局）", "市自然资源局"),
        ("市文旅局", "市文化和旅游局"),
        ("市文旅局", "市文化广电和旅游局"),
        ("县文广旅局", "县文化广电和旅游局"),
        ("市科技局", "市科学技术局"),
    ],
)
def test_names_of_one_organisation(one: str, other: str) -> None:
    assert same_organisation(one, other)
    assert same_organisation(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市自然资源和规划局（市林业局）", "市水务局"),
        ("市教育局", "市体育局"),
        ("市文旅局", "市文物局"),
        ("东区管委会", "东大方区管委会"),
        ("各县（市、区）人民政府", "市政府办公室"),
        ("市财政局", "市税务局"),
        ("有关县区（甲区、乙区）", "各县区政府"),
    ],
)
def test_names_of_two_organisations(one: str, other: str) -> None:
    assert not same_organisation(one, other)
    assert not same_organisation(other, one)


def test_a_name_is_paired_with_its_own_before_one_like_it() -> None:
    assert shared_owners(["市文旅局", "市文化广电和旅游局"], ["市文化广电和旅游局", "市文化和旅游局"]) == [
        ("市文旅局", "市文化和旅游局"),
        ("市文化广电和旅游局", "市文化广电和旅游局"),
    ]
