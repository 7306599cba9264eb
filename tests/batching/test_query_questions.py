"""The documented questions, held against answers that were worked out by hand from the documents in ``places``.

Three cities have a plan of 2023 and a report on it, one also a report of the half-year, and another a work report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from batch_folders import batch_of_places

from reconcile.batching.database import build_database
from reconcile.batching.querying import query
from reconcile.batching.questions import load_questions, question_named
from reconcile.batching.tables import TABLES
from reconcile.errors import QueryError

Rows = list[dict[str, Any]]
Made = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return batch_of_places(tmp_path_factory.mktemp("places"))


def answered(folder: Path, name: str) -> Rows:
    with query(folder, question_named(name).sql) as answer:
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def columns(rows: Rows, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_measures_that_fall_short(places: Path) -> None:
    """Farmland falls short in two of three cities, parking in the one that promised it, roads in one of three.

    The half-year of the third city is no result of its year.
    """
    rows = answered(places, "short-measures")
    assert columns(rows, "measure", "unit", "pairs", "judged", "short", "share") == [
        ("高标准农田", "亩", 3, 3, 2, 0.667),
        ("公共停车位", "个", 1, 1, 1, 1.0),
        ("农村公路", "公里", 3, 3, 1, 0.333),
    ]
    # Wilson's interval for 2 of 3 is 0.2077 to 0.9385, that for 1 of 1 begins at 0.2065.
    assert [row["at_least"] for row in rows] == [0.208, 0.207, 0.061]
    assert rows[0]["at"] == "baidu-outcome.txt:4:28; qingping-outcome.txt:5:69"


def test_owners_who_claim_without_evidence(places: Path) -> None:
    """Two of three offices of commerce tell of meetings where projects were promised, and so does one of culture."""
    assert columns(answered(places, "claims-without-evidence"), "owner", "claimed", "unproven", "share", "at") == [
        ("市商务局", 3, 2, 0.667, "baidu-outcome.txt:7:16; qingping-outcome.txt:8:16"),
        ("市文化和旅游局", 1, 1, 1.0, "qingping-outcome.txt:10:12"),
    ]


def test_goals_below_last_year(places: Path) -> None:
    """1500 beds after 3272; the jobs, 65000 after 62000, are more."""
    (row,) = answered(places, "goals-below-last-year")
    told = (
        "pair",
        "field",
        "target",
        "value",
        "last_year",
        "of_last_year",
        "achieved",
        "verdict",
        "at",
        "last_year_at",
    )
    places_told = ("qingping-plan.txt:9:12", "qingping-report.txt:7:19")
    assert columns([row], *told) == [
        ("qingping-2023", "social_security", "6", 1500, 3272, 0.458, 1620, "exceeded", *places_told)
    ]


def test_sentences_that_two_cities_have(places: Path) -> None:
    """The sentence of both reports of one city is no reuse, and 积极推进相关工作 is too short to be one."""
    rows = answered(places, "reused-sentences")
    assert columns(rows, "sentence", "places", "of_places", "responses", "restates_target", "named") == [
        (
            "坚持高位推动，成立工作专班，建立周调度、月通报工作机制，全力推动各项任务落地见效",
            2,
            3,
            2,
            False,
            "白渡市、青屏市",
        )
    ]
    assert rows[0]["at"] == "baidu-outcome.txt:6:21; qingping-outcome.txt:5:17"


def test_targets_that_all_cities_have(places: Path) -> None:
    rows = answered(places, "same-targets")
    assert columns(rows, "target", "places", "of_places", "in_all", "lowest", "highest", "unit") == [
        ("城镇新增就业3万人以上", 3, 3, True, 30000, 65000, "人"),
        ("推进东桥县农村公路新改建300公里", 3, 3, True, 100, 300, "公里"),
        ("改造提升高标准农田20万亩", 3, 3, True, 200000, 400000, "亩"),
        ("新签约亿元以上项目10个", 3, 3, True, 10, 20, "个"),
        ("新增护理型养老床位1500张", 2, 3, False, 900, 1500, "张"),
    ]
    assert rows[1]["at"] == "baidu-plan.txt:6:3; hongsha-plan.txt:6:3; qingping-plan.txt:6:3"


def test_questions_answer_from_the_parts_as_they_do_from_the_database(places: Path, tmp_path: Path) -> None:
    (tmp_path / "parts").symlink_to((places / "parts").resolve(), target_is_directory=True)
    for question in load_questions():
        assert answered(tmp_path, question.name) == answered(places, question.name) != []


def made(folder: Path, rows: Made) -> Path:
    """A batch with these rows in its tables; what they leave out is NULL."""
    build_database(folder / "reconcile.duckdb", [], [], "")
    with duckdb.connect(folder / "reconcile.duckdb") as connection:
        for table, of_table in rows.items():
            for row in of_table:
                names = ", ".join(f'"{name}"' for name in row)
                connection.execute(
                    f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values())
                )
    return folder


def pair(name: str, plan: str = "", issuer: str = "", as_of: str = "2023-12-31") -> Made:
    return {
        "pairs": [{"pair": name, "as_of": as_of}],
        "documents": [{"pair": name, "role": "plan", "path": "p", "sha256": plan or name, "issuer": issuer}],
    }


def together(*parts: Made) -> Made:
    return {table: [row for part in parts for row in part.get(table, ())] for table in TABLES}


def goal(name: str, target: str, verdict: str, measure: str = "床位", status: str = "matched", **more: Any) -> Made:
    item = {"pair": name, "target": target, "text": f"新增{measure}9张", "status": status, "at": f"{name}:{target}"}
    of_goal = {"pair": name, "target": target, "goal": 1, "origin": "target", "measure": measure, "unit": "张"}
    return {"items": [item], "goals": [of_goal | {"verdict": verdict, "goal_at": f"{name}:{target}"} | more]}


def finding(
    name: str, target: str, rule: str, outcome: str | None = None, waived: str | None = None, at: str = ""
) -> Made:
    return {
        "findings": [{"pair": name, "target": target, "rule": rule, "outcome": outcome, "waived": waived, "at": at}]
    }


def test_many_of_many_stand_before_one_of_one(tmp_path: Path) -> None:
    many = [goal("a", str(n), "short" if n < 20 else "met") for n in range(40)]
    folder = made(tmp_path, together(pair("a"), *many, goal("a", "x", "short", "绿道")))
    assert columns(answered(folder, "short-measures"), "measure", "judged", "short") == [
        ("床位", 40, 20),
        ("绿道", 1, 1),
    ]


def test_what_is_unsure_waived_or_unfinished_is_not_short(tmp_path: Path) -> None:
    folder = made(tmp_path, together(
        pair("a"),
        goal("a", "1", "short"), goal("a", "2", "met"),
        goal("a", "3", "short", status="review"), goal("a", "4", "behind"), goal("a", "5", "no_number"),
        goal("a", "6", "short", origin="outcome"),
        goal("a", "7", "short"), finding("a", "7", "shortfall", waived="counted elsewhere"),
        goal("a", "8", "met", "绿道"), goal("a", "9", "short", "", status="matched"),
    ))  # fmt: skip
    told = columns(answered(folder, "short-measures"), "measure", "judged", "short", "waived")
    assert told == [("床位", 2, 1, 1)]


def test_measures_are_the_same_whatever_is_done_and_wherever(tmp_path: Path) -> None:
    owners = {"owners": [{"pair": "b", "target": "1", "owner": "东桥县人民政府", "role": ""}]}
    folder = made(tmp_path, together(
        pair("a", issuer="青屏市人民政府"), pair("b", issuer="白渡市人民政府"), owners,
        goal("a", "1", "short", "新增青屏市护理床位"), goal("b", "1", "met", "全市护理床位"),
        goal("b", "2", "short", "东桥县护理床位建设"), goal("b", "3", "short", "护理床位", unit="%"),
    ))  # fmt: skip
    told = columns(answered(folder, "short-measures"), "measure", "unit", "judged", "short")
    assert told == [("护理床位", "张", 3, 2), ("护理床位", "%", 1, 1)]


def claim(name: str, target: str, outcome: str, *owners: str, status: str = "matched", said: str = "done") -> Made:
    """A row that claims; its owners, and those of the plan (plan:…), with their roles (…/lead)."""
    at = f"{name}:{outcome}"
    named = [
        {"pair": name, "target": target, "outcome": None if plan else outcome, "owner": owner, "role": role}
        for each in owners
        for owner, _, role in [each.removeprefix("plan:").partition("/")]
        for plan in [each.startswith("plan:")]
    ]
    return {
        "items": [{"pair": name, "target": target, "text": "目标", "status": status, "claim": said}],
        "responses": [{"pair": name, "target": target, "outcome": outcome, "claim": said, "at": at, "narrative": ""}],
        "owners": named,
    }


def test_a_claim_is_that_of_the_lead_owners_of_its_row(tmp_path: Path) -> None:
    rule = "claimed-without-evidence"
    folder = made(tmp_path, together(
        pair("a"),
        claim("a", "1", "1", "市财政局/lead", "市税务局/support", "plan:市审计局"), finding("a", "1", rule, "1"),
        claim("a", "2", "2", "plan:市教育局", "plan:市体育局/support"), finding("a", "2", rule, "2"),
        claim("a", "3", "3", "市教育局"),
        claim("a", "4", "4", "市教育局"), finding("a", "4", rule, "4", waived="paper was shown"),
        claim("a", "5", "5", "市教育局", status="review"), finding("a", "5", rule, "5"),
        claim("a", "6", "6", "市教育局", said="not_done"),
    ))  # fmt: skip
    told = ("owner", "claimed", "unproven", "waived", "at")
    assert columns(answered(folder, "claims-without-evidence"), *told) == [
        ("市财政局", 1, 1, 0, "a:1"),
        ("市教育局", 3, 1, 1, "a:2"),
    ]


def test_the_latest_report_on_a_plan_counts(tmp_path: Path) -> None:
    folder = made(tmp_path, together(
        pair("half", plan="one", as_of="2023-06-30"), pair("year", plan="one"), pair("other", plan="two"),
        goal("half", "1", "short"), goal("year", "1", "met"), goal("other", "1", "short"),
        finding("half", "1", "below-last-year", at="half:1"), finding("other", "1", "below-last-year", at="other:1"),
    ))  # fmt: skip
    assert columns(answered(folder, "short-measures"), "pairs", "judged", "short") == [(2, 2, 1)]
    assert columns(answered(folder, "goals-below-last-year"), "pair") == [("other",)]


def test_goals_farthest_below_last_year_come_first(tmp_path: Path) -> None:
    """A ceiling is farther the higher it is; what was waived is left out, and what is under review has no result."""
    amounts = [("1", 90, 100), ("2", 30, 100), ("3", 400, 100), ("4", 10, 100), ("5", 80, 100)]
    parts = [
        goal(
            "a",
            target,
            "met",
            status="review" if target == "5" else "matched",
            value=value,
            last_year=last,
            achieved=value,
        )
        for target, value, last in amounts
    ]
    found = [
        finding("a", t, "below-last-year", at=f"a:{t}", waived="closed" if t == "4" else None) for t, *_ in amounts
    ]
    folder = made(tmp_path, together(pair("a"), *parts, *found))
    assert columns(answered(folder, "goals-below-last-year"), "target", "of_last_year", "achieved", "verdict") == [
        ("3", 4.0, 400, "met"),
        ("2", 0.3, 30, "met"),
        ("5", 0.8, None, "review"),
        ("1", 0.9, 90, "met"),
    ]


def said(name: str, outcome: str, narrative: str, text: str = "") -> Made:
    return {
        "items": [{"pair": name, "target": outcome, "text": text, "status": "matched"}],
        "responses": [
            {"pair": name, "target": outcome, "outcome": outcome, "narrative": narrative, "at": f"{name}:{outcome}"}
        ],
    }


def test_sentences_are_compared_without_blanks_and_numbers_before_them(tmp_path: Path) -> None:
    sentence = "坚持问题导向，建立清单管理、挂图作战、销号落实的工作推进机制"
    english = "The partnership board met every month to review progress against each milestone of the plan"
    folder = made(tmp_path, together(
        pair("a", issuer="青屏市人民政府"), pair("b", issuer="白渡市人民政府办公室"),
        pair("c", issuer="青屏市人民政府"),
        said("a", "1", f"一是{sentence}；二是加强领导。"), said("b", "1", f"（1）坚持 问题导向{sentence[6:]}。"),
        said("a", "2", f"Done. {english}. 3 of 4."), said("b", "2", f"{english.replace(' ', '  ')}."),
        said("a", "3", "只在一个城市出现的语句不算重复，哪怕在两份材料中各有一次也是如此"),
        said("c", "3", "只在一个城市出现的语句不算重复，哪怕在两份材料中各有一次也是如此"),
    ))  # fmt: skip
    assert columns(answered(folder, "reused-sentences"), "sentence", "places", "of_places", "named") == [
        (english, 2, 2, "白渡市、青屏市"),
        (sentence, 2, 2, "白渡市、青屏市"),
    ]


def test_a_sentence_that_only_restates_the_target_is_marked(tmp_path: Path) -> None:
    target = "深入实施产业链提升行动，推动规模以上企业数字化改造实现全覆盖"
    rows = [said(name, "1", f"{target}。", text=target) for name in "ab"]
    folder = made(tmp_path, together(pair("a"), pair("b"), *rows))
    assert columns(answered(folder, "reused-sentences"), "restates_target", "named") == [(True, "a、b")]


def test_targets_are_compared_without_numbers_and_places(tmp_path: Path) -> None:
    texts = {
        "a": ["新建青屏市农村公路300公里以上", "完成青屏、东桥两地改造", "力争新建绿道12.5公里", "办好大会"],
        "b": ["新建白渡农村公路不少于1，200公里", "完成白渡、西岩两地改造", "新建绿道8处", "办好大会"],
        "c": ["新建农村公路80公里", "完成两地改造", "全市新建绿道３公里", "办好大会"],
    }
    items = [
        {"pair": name, "target": str(number), "text": text, "status": "dropped", "at": f"{name}:{number}"}
        for name, of_pair in texts.items()
        for number, text in enumerate(of_pair)
    ]
    owners = [
        {"pair": name, "target": "1", "owner": f"{place}县人民政府", "role": ""}
        for name, place in (("a", "东桥"), ("b", "西岩"))
    ]
    issuers = {"a": "青屏市人民政府", "b": "白渡市人民政府", "c": "红砂市人民政府"}
    folder = made(
        tmp_path, together(*(pair(n, issuer=i) for n, i in issuers.items()), {"items": items, "owners": owners})
    )
    assert columns(answered(folder, "same-targets"), "target", "places", "in_all") == [
        ("办好大会", 3, True),
        ("完成两地改造", 3, True),
        ("新建农村公路80公里", 3, True),
        ("全市新建绿道３公里", 2, False),
    ]


def test_two_plans_of_one_city_are_one_city(tmp_path: Path) -> None:
    items = [{"pair": name, "target": "1", "text": "新建农村公路80公里", "at": f"{name}:1"} for name in "ab"]
    rows = together(pair("a", issuer="青屏市人民政府"), pair("b", issuer="青屏市人民政府办公室"), {"items": items})
    assert answered(made(tmp_path, rows), "same-targets") == []


def test_a_batch_of_nothing_has_no_answers(tmp_path: Path) -> None:
    folder = made(tmp_path, {})
    assert [answered(folder, question.name) for question in load_questions()] == [[]] * 5


def test_every_question_is_told_in_both_languages() -> None:
    for question in load_questions():
        for message in (question.question, question.why, question.reading, question.limits):
            assert len(re.findall("[a-z]+", message.en)) > 5 < len(re.findall("[\u4e00-\u9fff]", message.zh))


def test_every_answer_says_where_it_stands(places: Path) -> None:
    for question in load_questions():
        assert all(":" in row["at"] for row in answered(places, question.name))


def test_a_question_that_is_not_there_is_told() -> None:
    with pytest.raises(QueryError, match="there is no question 'short-measure'; did you mean 'short-measures'"):
        question_named("short-measure")
