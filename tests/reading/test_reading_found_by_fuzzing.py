"""Documents that once ended a reading with an error of its own, cut down to what mattered."""

from __future__ import annotations

from collections.abc import Callable

from reconcile.model import Document, Outcome

ID_LAST = """责任单位\t工作任务\t是否完成\t完成情况\t序号
市住建局\t新建改建公厕64座\t是\t已建成64座\t1
市住建局\t更换路灯5000盏\t是\t已更换5127盏\t2
市交通局\t新增公交线路6条\t是
"""


def test_a_row_that_ends_before_its_id_is_kept(
    outcomes_of: Callable[..., tuple[Document, tuple[Outcome, ...]]],
) -> None:
    _, outcomes = outcomes_of(ID_LAST)
    assert [outcome.text.text for outcome in outcomes] == ["新建改建公厕64座", "更换路灯5000盏", "新增公交线路6条"]
