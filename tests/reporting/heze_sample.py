"""A reconciliation put together by hand from rows of the published documents, every citation where its words stand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from reconcile import model as m

ROOT = Path(__file__).resolve().parents[2]
PLAN = "data/heze-2023/plan.txt"
LATER = "data/heze-2023/outcome-140-199.txt"
EARLIER = "data/heze-2023/outcome-044-085.txt"
SPEECH = "data/heze-2023/work-report.txt"
RULES = "5b6f1c0a" * 8
SHA = {
    PLAN: "2c7e0d94" * 8,
    LATER: "91ab47f3" * 8,
    EARLIER: "d03c5e18" * 8,
    SPEECH: "77f0a6b2" * 8,
}


@cache
def _lines(path: str) -> tuple[str, ...]:
    return tuple((ROOT / path).read_text(encoding="utf-8").splitlines())


def passage(path: str, line: int, words: str) -> m.Passage:
    """The words as they stand in one line of a document."""
    column = _lines(path)[line - 1].index(words) + 1
    return m.Passage(words, path, line, column)


def cite(text: m.Passage, words: str) -> m.Citation:
    start = text.text.index(words)
    return text.cite(start, start + len(words))


def message(zh: str, en: str) -> m.Message:
    return m.Message(en=en, zh=zh)


def owners(*names: str) -> tuple[m.Owner, ...]:
    return tuple(m.Owner(name) for name in names)


def goal(
    k: int,
    text: m.Passage,
    words: str,
    measure: str,
    value: str,
    unit: str,
    comparator: m.Comparator = "eq",
    *,
    high: str | None = None,
    direction: Literal["higher", "lower"] = "higher",
) -> m.Goal:
    return m.Goal(
        k,
        measure,
        comparator,
        Decimal(value),
        unit,
        cite(text, words),
        value_high=Decimal(high) if high else None,
        direction=direction,
    )


def achieved(row: str, text: m.Passage, words: str, value: str, unit: str, basis: m.Basis = "period") -> m.Achievement:
    return m.Achievement(Decimal(value), unit, basis, row, cite(text, words))


def finding(
    rule: str,
    severity: m.Severity,
    text: m.Message,
    citations: tuple[m.Citation, ...],
    target: str | None,
    outcome: str | None = None,
    confidence: m.Confidence = "high",
) -> m.Finding:
    return m.Finding(rule, severity, confidence, text, citations, f"{rule}-{target or outcome}", target, outcome)


def response(
    leader: str, names: tuple[m.Owner, ...], text: m.Passage, claim: m.ClaimKind = "done", claim_text: str = "是"
) -> m.Response:
    return m.Response(leader, names, text, claim, claim_text, "年底")


def row(id: str, text: m.Passage, *responses: m.Response) -> m.Outcome:
    claim: m.ClaimKind = "not_done" if any(r.claim == "not_done" for r in responses) else "done"
    return m.Outcome(id, text, responses, claim, responses[0].claim_text, "年底")


def match(
    target: str,
    outcome: str,
    parts: tuple[float, float, float, float],
    runner_up: tuple[str, float] | None = None,
    *,
    status: m.MatchStatus = "matched",
    confidence: float = 0.999,
    reason: m.Message | None = None,
) -> m.Match:
    weights = m.MatchParts(*parts)
    second = m.RunnerUp(*runner_up) if runner_up else None
    margin = round(weights.total - runner_up[1], 3) if runner_up else weights.total
    return m.Match(target, (outcome,), status, "one", weights, confidence, margin, second, reason or message("", ""))


def uncovered() -> m.Item:
    text = passage(PLAN, 25, "一般公共预算收入增长 5.5%左右")
    reason = message(
        "没有对应的完成情况行，且现有报告不能表明已覆盖其应在的位置",
        "no row answers it, and the report as supplied does not show that it covers the place where it would stand",
    )
    says = message(
        "所给完成情况表缺第1—43行、第86—139行，本项是否报告无从判断",
        "the completion report as supplied lacks rows 1–43 and 86–139; whether this target was reported cannot be told",
    )
    promise = goal(1, text, "5.5%左右", "一般公共预算收入增长", "5.5", "%", "approx")
    why = message("未见完成情况", "no outcome was supplied")
    return m.Item(
        m.Target("2", text, ("张伦",), owners("市财政局")),
        (),
        m.Match("2", (), "uncovered", "none", reason=reason),
        (m.JudgedGoal(promise, None, "unreported", reason=why),),
        findings=(finding("target-uncovered", "info", says, (text.cite(),), "2"),),
    )


def several_leaders() -> m.Item:
    text = passage(PLAN, 33, "节能减排和大气、水环境质量完成省下达的目标任务")
    restated = passage(EARLIER, 24, "节能减排和大气、水环境质量完成省下达的目标任务")
    energy = passage(EARLIER, 23, "据省反馈,我市前三季度单位GDP能耗下降率为2.2%,预计可超额完成省下达任务时序进度要求")
    said = _lines(EARLIER)[23].split(" | ")[4].strip()
    air = passage(EARLIER, 24, said)
    outcome = row(
        "51",
        restated,
        response("臧伟", owners("市发展改革委"), energy),
        response("曹临", owners("市生态环境局"), air),
    )
    stale = message(
        "证据“前三季度单位GDP能耗下降率为2.2%”只到第三季度，而报告所述期间到2023年12月31日",
        "the evidence “前三季度单位GDP能耗下降率为2.2%” ends with the third quarter; the report speaks for 2023-12-31",
    )
    forecast = message(
        "自报“是”，而证据是预计：“预计能够完成省下达的年度任务”",
        "claimed done (是) on a forecast: “预计能够完成省下达的年度任务”",
    )
    changed = message(
        "计划的牵头领导为聂元科、曹临，完成情况由臧伟、曹临答复",
        "the plan names 聂元科 and 曹临; 臧伟 and 曹临 answer",
    )
    return m.Item(
        m.Target("10", text, ("聂元科", "曹临"), owners("市发展改革委", "市生态环境局")),
        (outcome,),
        match("10", "51", (21.402, 6.118, 0.0, 1.25), ("81", 2.004)),
        (),
        "activity",
        (
            m.ResponseAssessment("51", 0, "activity", cite(energy, "预计可超额完成省下达任务时序进度要求")),
            m.ResponseAssessment("51", 1, "activity", cite(air, "预计能够完成省下达的年度任务")),
        ),
        (m.Drift("owner", "51", None, None, changed),),
        m.Milestone(),
        (
            finding("stale-period", "warning", stale, (cite(energy, "前三季度单位GDP能耗下降率为2.2%"),), "10", "51"),
            finding("forecast-only", "warning", forecast, (cite(air, "预计能够完成省下达的年度任务"),), "10", "51"),
        ),
    )


def torn_cells() -> m.Item:
    text = passage(PLAN, 47, "持续抓好“两高”项目管理，严控沿黄重点县区新上“三高”项目，淘汰低端落后产能和散乱污企业")
    restated = passage(
        EARLIER, 11, "持续抓好“两高”项目管理,严控沿黄重点县区新上“三高”项目,淘汰低端落后产能和散乱污企业"
    )
    first = passage(
        EARLIER,
        10,
        "2023年,未新增“两高”、“三高”项目。制定我市“两高”行业能效提升方案,组织提报低端铸造项目退出清单,"
        "定期梳理排查沿黄重点地区工业项目问题整改情况",
    )
    second = passage(EARLIER, 11, "配合完成“两高”项目核查工作")
    outcome = row(
        "47",
        restated,
        response("臧伟", owners("市发展改革委", "市行政审批服务局"), first),
        response("王昌华", owners("市工业和信息化局"), second),
        response("王昌华", owners("市行政审批服务局"), m.Passage("")),
    )
    damaged = message(
        "完成情况第10—12行的合并单元格是拼接出来的，责任单位可能错位",
        "lines 10–12 of the completion report are merged cells put together again; owners may be shifted",
    )
    return m.Item(
        m.Target(
            "18",
            text,
            ("聂元科", "王昌华"),
            owners("市发展改革委", "市行政审批服务局", "市工业和信息化局"),
        ),
        (outcome,),
        match("18", "47", (33.71, 9.3, 0.0, 0.4), ("52", 1.2)),
        (),
        "activity",
        tuple(
            m.ResponseAssessment("47", index, grade)
            for index, grade in enumerate[m.EvidenceGrade](("activity", "activity", "none"))
        ),
        findings=(finding("reading-damaged", "warning", damaged, (restated.cite(),), "18", "47", "medium"),),
    )


def goal_dropped() -> m.Item:
    text = passage(
        PLAN,
        94,
        "继续把生物医药产业作为首选核心产业,加快壮大政府引导基金,着力培育 20 个领航企业和 20 个重点项目,"
        "力争营业收入增长 20%左右",
    )
    restated = passage(
        EARLIER, 35, "继续把生物医药产业作为首选核心产业,加快壮大政府引导基金,着力培育20个领航企业和20个重点项目"
    )
    told = passage(
        EARLIER,
        35,
        "2023年,全市生物医药产业链共有规模以上工业企业133家,较2022年增加34家,实现营收854.8亿元,产值869.1亿元,"
        "同比增速分别为12.6%、11.5%。20个重点项目完成投资79.22亿元,完成率134%;“四个一批”项目库入库在建技改生物医药"
        "产业项目共32项,完成年度投资37.73亿元。全市新招引生物医药类项目52个,计划总投资额达194.15亿元",
    )
    champions = goal(1, text, "20 个领航企业", "领航企业", "20", "个")
    projects = goal(2, text, "20 个重点项目", "重点项目", "20", "个")
    revenue = goal(3, text, "20%左右", "营业收入增长", "20", "%", "approx")
    growth = achieved("58", told, "12.6%", "12.6", "%", "growth")
    full = achieved("58", told, "20个重点项目", "20", "个", "stock")
    dropped = message(
        "计划要求“营业收入增长 20%左右”，完成情况重述目标时删去了这一句",
        "the plan asks for “营业收入增长 20%左右”; the restated target leaves it out",
    )
    shortfall = message(
        "自报“是”，而营业收入增长12.6%，低于计划的20%左右，差7.4个百分点",
        "claimed done (是), but revenue grew by 12.6% against about 20% planned: 7.4 points short",
    )
    return m.Item(
        m.Target("50", text, ("王昌华",), owners("市市场监管局")),
        (row("58", restated, response("王昌华", owners("市市场监管局"), told)),),
        match("50", "58", (30.85, 4.417, 5.2, 1.25), ("59", 6.31)),
        (
            m.JudgedGoal(
                champions,
                None,
                "no_number",
                reason=message("没有报告领航企业的数量", "no number of such firms is given"),
            ),
            m.JudgedGoal(projects, full, "met", 1.0, message("20个，等于目标", "20, equal to the goal")),
            m.JudgedGoal(
                revenue,
                growth,
                "short",
                0.63,
                message("12.6%低于20%，超出左右的容差", "12.6% is below 20% by more than “about” allows"),
            ),
        ),
        "quantified",
        (m.ResponseAssessment("58", 0, "quantified", cite(told, "12.6%")),),
        (m.Drift("goal-dropped", "58", cite(text, "力争营业收入增长 20%左右"), None, dropped, 3),),
        findings=(
            finding(
                "goal-dropped", "error", dropped, (cite(text, "力争营业收入增长 20%左右"), restated.cite()), "50", "58"
            ),
            finding("shortfall", "error", shortfall, (cite(text, "20%左右"), cite(told, "12.6%")), "50", "58"),
        ),
    )


def without_evidence() -> m.Item:
    text = passage(PLAN, 105, "推动 26 家企业开展智能化改造")
    restated = passage(EARLIER, 44, "推动26家企业开展智能化改造")
    told = passage(
        EARLIER,
        44,
        "调研智能化技改项目进展情况,积极组织企业申报设备奖励,建立“四个一批”项目库,拉出企业实施智能化技术改造项目清单。"
        "印发《菏泽市重点技术改造导向目录》,列入智能化技术改造项目43项,总投资129.8亿元,全年完成投资49.6亿元",
    )
    firms = goal(1, text, "26 家", "开展智能化改造企业", "26", "家")
    says = message(
        "自报“是”，目标是26家企业，完成情况没有给出企业数（给出的是43项项目）",
        "claimed done (是); the goal is 26 firms and no number of firms is given (43 projects are)",
    )
    return m.Item(
        m.Target("59", text, ("王昌华",), owners("市工业和信息化局")),
        (row("67", restated, response("王昌华", owners("市工业和信息化局"), told)),),
        match("59", "67", (14.906, 3.02, 4.5, 1.25), ("75", 3.4)),
        (
            m.JudgedGoal(
                firms,
                m.Achievement(Decimal(43), "项", "period", "67", cite(told, "43项")),
                "incomparable",
                None,
                message("项目数不是企业数", "projects are not firms"),
            ),
        ),
        "activity",
        (m.ResponseAssessment("67", 0, "activity", cite(told, "印发《菏泽市重点技术改造导向目录》")),),
        findings=(
            finding(
                "claimed-without-evidence", "error", says, (cite(text, "26 家"), told.cite()), "59", "67", "medium"
            ),
        ),
    )


def goal_altered() -> m.Item:
    text = passage(PLAN, 119, "夯实数字乡村发展基础,农村百兆速率固定网络端口突破 180 万个")
    restated = passage(EARLIER, 56, "夯实数字乡村发展基础,农村千兆速率固定网络端口183.5万个")
    told = m.Passage(
        "农村千兆速率固定网络端口183.5万个",
        EARLIER,
        56,
        _lines(EARLIER)[55].rindex("农村千兆速率固定网络端口183.5万个") + 1,
    )
    ports = goal(1, text, "突破 180 万个", "农村百兆速率固定网络端口", "1800000", "个", "ge")
    altered = message(
        "计划“百兆…突破 180 万个”在重述中成了“千兆…183.5万个”，与完成数相同",
        "the plan's “百兆…突破 180 万个” became “千兆…183.5万个” when restated: the very number then reported",
    )
    return m.Item(
        m.Target("71", text, ("王昌华",), owners("市工业和信息化局", "市信息通信发展办公室")),
        (row("79", restated, response("王昌华", owners("市工业和信息化局", "市信息通信发展办公室"), told)),),
        match("71", "79", (19.33, 8.12, 0.75, 1.25), ("68", 4.1)),
        (
            m.JudgedGoal(
                ports,
                achieved("79", told, "183.5万个", "1835000", "个", "stock"),
                "exceeded",
                1.019,
                message("183.5万个高于180万个", "1,835,000 is above 1,800,000"),
            ),
        ),
        "quantified",
        (m.ResponseAssessment("79", 0, "quantified", cite(told, "183.5万个")),),
        (m.Drift("goal-altered", "79", cite(text, "突破 180 万个"), cite(restated, "183.5万个"), altered, 1),),
        findings=(
            finding(
                "goal-altered",
                "warning",
                altered,
                (cite(text, "百兆速率固定网络端口突破 180 万个"), cite(restated, "千兆速率固定网络端口183.5万个")),
                "71",
                "79",
            ),
        ),
    )


def overachieved() -> m.Item:
    text = passage(PLAN, 189, "新增护理型养老床位 1500 张")
    restated = passage(LATER, 7, "新增护理型养老床位1500张")
    told = passage(LATER, 7, "聚焦失能失智老年人的照护需求,新增护理型养老床位4433张")
    beds = goal(1, text, "1500 张", "护理型养老床位", "1500", "张")
    says = message(
        "完成4433张，是目标1500张的2.955倍：目标可能定得过低",
        "4,433 reached, 2.955 times the goal of 1,500: the goal may have been set too low",
    )
    return m.Item(
        m.Target("133", text, ("张鹏",), owners("市民政局")),
        (row("141", restated, response("张鹏", owners("市民政局"), told)),),
        match("133", "141", (17.25, 5.118, 6.4, 1.25), ("142", 7.31)),
        (
            m.JudgedGoal(
                beds,
                achieved("141", told, "4433张", "4433", "张"),
                "exceeded",
                2.955,
                message("4433张高于1500张", "4,433 is above 1,500"),
            ),
        ),
        "quantified",
        (m.ResponseAssessment("141", 0, "quantified", cite(told, "4433张")),),
        findings=(finding("overachieved", "info", says, (cite(text, "1500 张"), cite(told, "4433张")), "133", "141"),),
    )


def implied() -> m.Item:
    text = passage(PLAN, 192, "实现有康复需求的残疾儿童康复救助全覆盖")
    restated = passage(LATER, 10, "实现有康复需求的残疾儿童康复救助全覆盖")
    told = passage(LATER, 10, "全市有康复需求残疾儿童5061人,已服务5061人,服务率100%")
    everyone = goal(1, text, "全覆盖", "有康复需求的残疾儿童康复救助", "100", "%", "full")
    return m.Item(
        m.Target("136", text, ("张鹏",), owners("市残联")),
        (row("144", restated, response("张鹏", owners("市残联"), told)),),
        match("136", "144", (24.0, 5.6, 1.1, 1.25), ("143", 5.0)),
        (
            m.JudgedGoal(
                everyone,
                achieved("144", told, "服务率100%", "100", "%", "share"),
                "met",
                1.0,
                message("服务率100%，达到全覆盖", "all of them were served"),
            ),
        ),
        "quantified",
        (m.ResponseAssessment("144", 0, "quantified", cite(told, "服务率100%")),),
    )


def contradicted() -> m.Item:
    text = passage(PLAN, 212, "开工新建国道 240 线菏泽西绕城段(科技大道)项目")
    restated = passage(LATER, 28, "开工建设G320线菏泽至兰考段")
    told = passage(LATER, 28, "已改为城建项目,正在开展项目前期工作")
    says = message(
        "自报“是”，目标要求开工，而完成情况写明“已改为城建项目,正在开展项目前期工作”",
        "claimed done (是); works were to start, the narrative says “已改为城建项目,正在开展项目前期工作”",
    )
    drifted = message("重述的工程与计划不是同一条线路", "the road restated is not the road planned")
    return m.Item(
        m.Target("154", text, ("肖友华",), owners("市公路事业发展中心")),
        (row("162", restated, response("肖友华", owners("市公路事业发展中心"), told)),),
        match(
            "154",
            "162",
            (2.31, 4.02, 0.0, 3.75),
            ("168", 7.9),
            status="review",
            confidence=0.62,
            reason=message("文字相差太大，只凭责任单位和顺序配上", "placed by owners and order alone"),
        ),
        (),
        "intention",
        (m.ResponseAssessment("162", 0, "intention", cite(told, "正在开展项目前期工作")),),
        (m.Drift("text", "162", text.cite(), restated.cite(), drifted),),
        m.Milestone(
            "开工",
            "前期",
            4,
            2,
            cite(text, "开工新建"),
            cite(told, "正在开展项目前期工作"),
            cite(told, "已改为城建项目"),
        ),
        (finding("claim-contradicted", "error", says, (cite(text, "开工新建"), told.cite()), "154", "162", "low"),),
    )


def two_goals() -> m.Item:
    text = passage(PLAN, 233, "持续改善居住条件,全市改造提升老旧小区 153 个、3.6 万户")
    restated = passage(LATER, 11, "持续改善居住条件,全市改造提升老旧小区153个、3.6万户")
    told = passage(LATER, 11, "全市纳入改造计划的153个项目、3.6万户已全部完工")
    blocks = goal(1, text, "153 个", "老旧小区", "153", "个")
    homes = goal(2, text, "3.6 万户", "老旧小区", "36000", "户")
    return m.Item(
        m.Target("173", text, ("肖友华",), owners("市住房城乡建设局")),
        (row("181", restated, response("肖友华", owners("市住房城乡建设局"), told)),),
        match("173", "181", (22.4, 4.9, 9.8, 1.25), ("172", 3.1)),
        (
            m.JudgedGoal(
                blocks,
                achieved("181", told, "153个", "153", "个"),
                "met",
                1.0,
                message("153个，等于目标", "153, equal to the goal"),
            ),
            m.JudgedGoal(
                homes,
                achieved("181", told, "3.6万户", "36000", "户"),
                "met",
                1.0,
                message("3.6万户，等于目标", "36,000, equal to the goal"),
            ),
        ),
        "quantified",
        (m.ResponseAssessment("181", 0, "quantified", cite(told, "153个")),),
    )


def documents() -> tuple[m.Document, ...]:
    table = "菏泽市人民政府2023年度经济社会发展责任目标完成情况一览表"
    gap = message(
        "编号1—43、86—139不在所给文件之内：计划的98项目标因此无从判断",
        "the numbers 1–43 and 86–139 are not in the files supplied; 98 planned targets cannot be judged",
    )
    torn = message(
        "第10—12行：合并单元格已重新拼接，责任单位可能错位",
        "lines 10–12: merged cells were put together again; owners may be shifted",
    )
    return (
        m.Document(
            PLAN,
            "plan",
            SHA[PLAN],
            "utf-8",
            "市政府2023年经济社会发展责任目标分工方案",
            "菏泽市人民政府",
            "菏政发〔2023〕1号",
            "2023-01-20",
            None,
            200,
            accounting=m.Accounting(7912, 285, 44, 843, 0),
        ),
        m.Document(
            EARLIER,
            "outcome",
            SHA[EARLIER],
            "utf-8",
            table,
            as_of="2023-12-31",
            records=42,
            diagnostics=(
                m.Diagnostic("merged-cells", torn, passage(EARLIER, 11, "配合完成“两高”项目核查工作").cite(), ("47",)),
            ),
            accounting=m.Accounting(5820, 32, 410, 28, 0),
        ),
        m.Document(
            LATER,
            "outcome",
            SHA[LATER],
            "utf-8",
            table,
            as_of="2023-12-31",
            records=60,
            diagnostics=(m.Diagnostic("missing-ids", gap),),
            accounting=m.Accounting(6402, 64, 0, 28, 3),
            residues=(passage(LATER, 3, "完成情况一览表"),),
        ),
        m.Document(
            SPEECH, "report", SHA[SPEECH], "utf-8", "政府工作报告（摘要）", accounting=m.Accounting(9000, 0, 0, 1900, 0)
        ),
    )


def left_over() -> m.Outcome:
    text = passage(LATER, 26, "加快建设省道328线工程")
    return row(
        "160", text, response("肖友华", owners("市公路事业发展中心"), passage(LATER, 26, "完成年度计划并交工验收"))
    )


def commitments() -> tuple[m.Commitment, ...]:
    kept = passage(SPEECH, 53, "改造提升老旧小区 153 个,3.6 万户")
    lines = enumerate(_lines(SPEECH), 1)
    dropped = next(
        passage(SPEECH, number, "创建国家节水型城市") for number, line in lines if "创建国家节水型城市" in line
    )
    return (
        m.Commitment(kept, "（七）", ("173",), "kept"),
        m.Commitment(dropped, "（三）", (), "dropped"),
    )


def rules_run() -> tuple[m.RuleRun, ...]:
    """A rule as it ships, one that the project made graver, and one that it switched off."""
    return (
        m.RuleRun("shortfall", message("未达目标", "Shortfall"), "error", "error", "1a" * 32),
        m.RuleRun("overachieved", message("大幅超额", "Overachieved"), "info", "warning", "2b" * 32),
        m.RuleRun("stale-period", message("数据时点过旧", "Stale period"), "warning", None, "3c" * 32),
    )


def sample() -> m.Reconciliation:
    """Ten targets of each kind, one outcome without a target, two commitments."""
    clash = message(
        "完成情况第161行与第163行重述的是同一个目标“开工建设单县至郓城段”",
        "rows 161 and 163 of the completion report restate one and the same target, “开工建设单县至郓城段”",
    )
    twice = finding(
        "duplicate-outcome", "warning", clash, (passage(LATER, 27, "开工建设单县至郓城段").cite(),), None, "161"
    )
    return m.Reconciliation(
        m.Tool("reconcile", "0.1.0", RULES, rules=rules_run(), thresholds=(("overachieved.ratio", 3.0, 2.0),)),
        documents(),
        "2023-12-31",
        (
            uncovered(),
            several_leaders(),
            torn_cells(),
            goal_dropped(),
            without_evidence(),
            goal_altered(),
            overachieved(),
            implied(),
            contradicted(),
            two_goals(),
        ),
        (left_over(),),
        commitments(),
        (twice,),
        (
            message(
                "完成情况的编号表明缺少两段（1—43、86—139），相应目标记为未覆盖，不作判断。",
                "The report's own numbering shows two missing ranges (1–43, 86–139); their targets are not judged.",
            ),
        ),
    )
