"""What a rule reads: every table is filled from the values of the stages before, and cites where they stand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import model as m
from reconcile.auditing import load_rules, run_rules
from reconcile.auditing.quantity_facts import printed_step
from reconcile.auditing.tables import TABLES
from tests.auditing.builder import REPORT, cite, item, outcome, passage, reconciliation, target, write_rule


def told(folder: Path, given: m.Reconciliation, sql: str, message: str) -> list[tuple[str, list[str]]]:
    """What a rule with this SELECT and message says, and the words it cites."""
    write_rule(folder, sql=sql, message=message)
    rules = [rule for rule in load_rules([folder]) if rule.id == "probe"]
    return [(f.message.en, [c.text for c in f.citations]) for f in run_rules(given, rules).all_findings]


def road_item() -> m.Item:
    promised = target("1", "加快路网建设，开工建设城市道路10条", owners=("市住房城乡建设局", "市财政局"))
    answer = outcome("3", "开工建设城市道路9条", "前期工作已完成。截至9月底,新建道路2条，尚未开工7条", line=30)
    narrative = answer.responses[0].narrative
    goal = m.Goal(1, "城市道路", "eq", Decimal(10), "条", cite("10条", promised.text), dimension="count")
    two = m.Quantity(
        "2条", (narrative.text.index("2条"), narrative.text.index("2条") + 2), Decimal(2), "条", measure="道路"
    )
    reached = m.Achievement(Decimal(2), "条", "period", "3", cite("2条", narrative))
    candidate = m.Candidate(two, reached.citation, "3", 4.5, (("unit", 4.5),))
    return item(
        promised,
        answer,
        goals=[m.JudgedGoal(goal, reached, "short", 0.2, m.Message("by unit", "按单位"), (candidate,))],
        evidence="quantified",
        drift=[
            m.Drift("goal-altered", "3", goal.citation, cite("9条", answer.text), m.Message("altered", "改动"), goal=1),
            m.Drift("goal-dropped", "3", goal.citation, cite("9条", answer.text), m.Message("dropped", "删减"), goal=1),
            m.Drift("owner", "3", promised.text.cite(), None, m.Message("owners", "单位")),
        ],
        milestone=m.Milestone(
            "开工",
            "前期",
            4,
            2,
            cite("开工", promised.text),
            cite("前期工作", narrative),
            cite("尚未开工7条", narrative),
        ),
    )


def test_items(tmp_path: Path) -> None:
    sql = (
        "SELECT target_id, outcome_id, [outcome_cite, narrative_cite, asked_cite, reached_cite, undone_cite] "
        "AS citations, * FROM items"
    )
    message = (
        "{position} {status} {claim}/{claim_text} {evidence} {asked}{asked_rank} {reached}{reached_rank} {undone_text}"
    )
    assert told(tmp_path, reconciliation(road_item()), sql, message) == [
        (
            "1 matched done/是 quantified 开工4 前期2 尚未开工7条",
            [
                "开工建设城市道路9条",
                "前期工作已完成。截至9月底,新建道路2条，尚未开工7条",
                "开工",
                "前期工作",
                "尚未开工7条",
            ],
        )
    ]


def test_goals(tmp_path: Path) -> None:
    sql = "SELECT target_id, outcome_id, [cite, achieved_cite] AS citations, * FROM goals"
    message = (
        "{measure} {goal_text} in {clause}: "
        "{achieved_measure} {achieved_text} in {achieved_clause} | {achieved_sentence}"
    )
    assert told(tmp_path, reconciliation(road_item()), sql, message) == [
        (
            "城市道路 10条 in 开工建设城市道路10条: 道路 2条 in 新建道路2条 | 截至9月底,新建道路2条",
            ["10条", "2条"],
        )
    ]


def test_a_goal_without_an_answer_belongs_to_the_first_outcome(tmp_path: Path) -> None:
    one = road_item()
    goal = m.JudgedGoal(one.goals[0].goal, None, "no_number")
    given = reconciliation(item(one.target, *one.outcomes, goals=[goal]))
    sql = (
        "SELECT target_id, outcome_id, [cite, achieved_cite] AS citations, achieved IS NULL AS none, achieved_text "
        "FROM goals"
    )
    assert told(tmp_path, given, sql, "{none} [{achieved_text}]") == [("True []", ["10条"])]
    assert run_rules(given, load_rules([tmp_path])).items[0].findings[-1].outcome == "3"


def test_drifts_name_what_differs_and_a_goal_that_is_gone_has_no_restated_words(tmp_path: Path) -> None:
    sql = (
        "SELECT target_id, outcome_id, [cite, restated_cite] AS citations, part, planned_text, restated_text "
        "FROM drifts"
    )
    assert sorted(told(tmp_path, reconciliation(road_item()), sql, "{part} {planned_text}>{restated_text}")) == [
        ("goal 10条>", ["10条"]),
        ("goal 10条>9条", ["10条", "9条"]),
        ("owner 加快路网建设，开工建设城市道路10条>", ["加快路网建设，开工建设城市道路10条"]),
    ]


def test_quantities_cite_the_very_characters_and_hold_the_words_around_them(tmp_path: Path) -> None:
    sql = (
        "SELECT target_id, outcome_id, [cite] AS citations, * FROM quantities "
        "WHERE source = 'narrative' AND sentence = 2"
    )
    found = told(tmp_path, reconciliation(road_item()), sql, "{n} {value} {unit} |{before}|{after}|")
    assert found == [
        ("1 2 条 |截至9月底,新建道路|，尚未开工|", ["2条"]),
        ("2 7 条 |，尚未开工||", ["7条"]),
    ]


def test_quantities_of_the_plan_the_restated_target_and_an_outcome_that_answers_nothing(tmp_path: Path) -> None:
    stray = outcome("9", "新增床位300张", "新增床位433张", line=90)
    sql = (
        "SELECT target_id, outcome_id, [cite] AS citations, "
        "coalesce(target_id, '-') || coalesce(outcome_id, '-') AS at, source, response FROM quantities"
    )
    given = reconciliation(road_item(), unmatched=[stray])
    found = [(said, words[0]) for said, words in told(tmp_path, given, sql, "{at} {source} {response}")]
    assert ("1- target 0", "10条") in found
    assert ("13 restated 0", "9条") in found
    assert ("13 narrative 1", "2条") in found
    assert ("-9 restated 0", "300张") in found
    assert ("-9 narrative 1", "433张") in found


@pytest.mark.parametrize(
    ("text", "value", "unit", "step"),
    [
        ("639.75亿元", Decimal(63975000000), "元", 1e6),
        ("20 亿元以上", Decimal(2000000000), "元", 1e8),
        ("6.5万人", Decimal(65000), "人", 1000.0),
        ("43.04%", Decimal("43.04"), "%", 0.01),
        ("100%", Decimal(100), "%", 1.0),
        ("１，０１６公里", Decimal(1016), "公里", 0.0),
        ("4433张", Decimal(4433), "张", 0.0),
        ("18.5平方公里", Decimal("18.5"), "平方公里", 0.1),
        ("两三个", Decimal(2), "个", 0.0),
        ("0个", Decimal(0), "个", 0.0),
    ],
)
def test_the_step_of_a_number_is_that_of_its_last_printed_digit(
    text: str, value: Decimal, unit: str, step: float
) -> None:
    assert printed_step(m.Quantity(text, (0, len(text)), value, unit)) == pytest.approx(step)


def test_outcomes_come_in_printed_order_with_the_target_they_answer(tmp_path: Path) -> None:
    later = item(target("1", "新增床位"), outcome("5", "新增床位", "已完成", line=50))
    sooner = item(target("2", "新增书房"), outcome("4", "新增书房", "已完成", line=40))
    stray = outcome("9", "其他工作事项", "已完成", line=45)
    sql = (
        "SELECT target_id, outcome_id, [cite] AS citations, position, coalesce(target_id, 'none') AS answers "
        "FROM outcomes"
    )
    found = told(tmp_path, reconciliation(later, sooner, unmatched=[stray]), sql, "{position} {answers}")
    assert sorted(said for said, _ in found) == ["1 2", "2 none", "3 1"]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (["done", "done"], "done"),
        (["done", "silent"], "silent"),
        (["done", "not_done"], "not_done"),
    ],
)
def test_a_split_target_is_done_only_where_all_its_outcomes_are(
    tmp_path: Path, claims: list[m.ClaimKind], expected: str
) -> None:
    answers = [
        outcome(str(n), "新增床位", "已完成", claim=claim, claim_text=claim) for n, claim in enumerate(claims, start=1)
    ]
    sql = "SELECT target_id, outcome_id, [cite] AS citations, claim, claim_text FROM items"
    found = told(tmp_path, reconciliation(item(target("1", "新增床位"), *answers)), sql, "{claim} {claim_text}")
    assert found[0][0] == f"{expected} {'、'.join(dict.fromkeys(claims))}"


@pytest.mark.parametrize(
    ("as_of", "deadline", "over"),
    [
        ("2023-12-31", "年底", "True 1"),
        ("2020-06-30", "年底", "False 0.5"),
        ("2020-06-30", "6月底", "True 1"),
        ("2020-06-30", "11月底", "False 0.545"),
        ("2020-06-30", "长期坚持", "False 0.5"),
        (None, "年底", "True "),
    ],
)
def test_the_period_is_over_at_the_deadline_or_where_no_day_is_known(
    tmp_path: Path, as_of: str | None, deadline: str, over: str
) -> None:
    given = reconciliation(
        item(target("1", "新增床位", deadline=deadline), outcome("1", "新增床位", "有")), as_of=as_of
    )
    sql = "SELECT target_id, outcome_id, [cite] AS citations, period_over, share_gone FROM items"
    assert told(tmp_path, given, sql, "{period_over} {share_gone}")[0][0] == over


@pytest.mark.parametrize(
    ("status", "expected"), [("uncovered", "none False"), ("dropped", "none True"), ("matched", "matched True")]
)
def test_a_target_without_an_answer_says_whether_its_place_was_reported(
    tmp_path: Path, status: m.MatchStatus, expected: str
) -> None:
    answers = [outcome("1", "新增床位", "已完成")] if status == "matched" else []
    given = reconciliation(item(target("1", "新增床位"), *answers, status=status))
    sql = "SELECT target_id, outcome_id, [cite] AS citations, status, place_reported FROM items"
    assert told(tmp_path, given, sql, "{status} {place_reported}")[0][0] == expected


def test_diagnostics_give_a_row_for_each_record(tmp_path: Path) -> None:
    torn = m.Diagnostic("merged-cells", m.Message("torn", "已拆"), passage("是", 30).cite(), ("3", "4"))
    sql = (
        "SELECT o.target_id, o.outcome_id, [d.cite] AS citations, d.kind, d.role, d.path, d.record_id "
        "FROM diagnostics d JOIN outcomes o ON o.outcome_id = '3'"
    )
    found = told(tmp_path, reconciliation(road_item(), diagnostics=[torn]), sql, "{kind} {role} {path} {record_id}")
    assert sorted(found) == [
        (f"merged-cells outcome {REPORT} 3", ["是"]),
        (f"merged-cells outcome {REPORT} 4", ["是"]),
    ]


def test_lists_of_owners_are_lists(tmp_path: Path) -> None:
    sql = (
        "SELECT target_id, NULL AS outcome_id, [cite] AS citations, len(owners) AS many, owners[2] AS second, "
        "len(leaders) AS led FROM targets"
    )
    assert told(tmp_path, reconciliation(road_item()), sql, "{many} {second} {led}")[0][0] == "2 市财政局 0"


def test_every_column_is_documented_and_every_table_can_be_read(tmp_path: Path) -> None:
    for table in TABLES.values():
        assert table.doc.endswith(".")
        assert all(column.doc for column in table.columns)
        names = ", ".join(f'"{name}"' for name in table.column_names)
        read = f"SELECT {names} FROM {table.name}"
        sql = f"SELECT i.target_id, i.outcome_id, [i.cite] AS citations FROM items i, ({read}) t"
        told(tmp_path, reconciliation(road_item()), sql, "seen")


TEXTS = st.text(
    st.sampled_from("新增床位12.5万%，。；,;\n\t 其中年e\u0301𠮷👨‍👩‍👧\u200b'\"\\{}\x00\x1d\x1e\x1f")
    | st.characters(codec="utf-8"),
    min_size=1,
    max_size=40,
)


@settings(max_examples=20, deadline=None)
@given(text=TEXTS, narrative=TEXTS, claim=TEXTS)
def test_whatever_a_document_says_is_read_as_text_and_cited_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, text: str, narrative: str, claim: str
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    write_rule(
        folder,
        sql="SELECT target_id, outcome_id, [span(cite, length(narrative), 1), cite] AS citations, narrative "
        "FROM responses",
        message="{narrative}",
    )
    stray = outcome("9", text, narrative, claim_text=claim, line=90)
    one = item(target("1", text), outcome("1", text, narrative, claim_text=claim), evidence="none")
    # What numbers are read from odd text is not the question here.
    rules = [rule for rule in load_rules([folder]) if "quantities" not in rule.tables]
    result = run_rules(reconciliation(one, unmatched=[stray]), rules)
    seen = [finding for finding in result.all_findings if finding.rule == "probe"]
    assert [finding.message.en for finding in seen] == [narrative, narrative]
    for finding in seen:
        assert [citation.text for citation in finding.citations] == list(dict.fromkeys([narrative[-1], narrative]))
