"""A form with every kind of block, and a spec of it, with values that are not public."""

from pathlib import Path
from typing import NamedTuple

from perf_report.app.check.spec_check import CheckedPlan, check_source, open_standards
from perf_report.app.project import Project, open_project
from perf_report.model.source import Source

# What must be in nothing that goes out. The number and the names are made up.
PHONE = "00012345678"
PERSON = "某某某"
SECRETS = (PHONE, PERSON, "S. O. Person", "9876.54", "内部备注", "internal remark")

FORM = """\
id: example-project
title: {zh: 项目支出绩效目标表, en: Project Expenditure Performance Targets}
subject: project
stage: plan
source: a form for tests
frameworks: [national]
money: {unit: 万元, decimals: 2}
blocks:
  - fields:
      - [{field: project.name, label: {zh: 项目名称, en: Project}}]
      - - {field: authority, label: {zh: 主管部门, en: Authority}, type: unit}
        - {field: period, label: {zh: 实施期限, en: Period}, type: period}
      - - field: nature
          label: {zh: 项目属性, en: Nature}
          type: choice
          choices:
            - {id: new, label: {zh: 新增, en: new}}
            - {id: old, label: {zh: 延续, en: continued}}
        - {field: reported-on, label: {zh: 填报日期, en: Date}, type: date}
      - - {field: own-budget, label: {zh: 本级预算, en: Own budget}, type: money}
        - {field: government, label: {zh: 政府采购, en: Procurement}, type: yes/no}
        - {field: opinion, label: {zh: "{year-1}年审核意见", en: "Opinion of {year-1}"}}
      - - {field: contact, label: {zh: 联系人, en: Contact}, type: person, public: false}
        - {field: phone, label: {zh: 联系电话, en: Telephone}, type: phone, public: false}
  - funds:
      label: {zh: "项目资金（{unit}）", en: "Project funds ({unit})"}
      rows: sources
      tree:
        - {id: total, label: {zh: 年度资金总额, en: Total}, parts: [
            {id: fiscal, label: {zh: 财政拨款, en: Fiscal}},
            {id: others, label: {zh: 其他资金, en: Others}}]}
      columns:
        - {id: amount, label: {zh: 金额, en: Amount}, type: money}
        - {id: account, label: {zh: 科目, en: Account}}
        - {id: reserve, label: {zh: 内部预留, en: Reserve}, type: money, public: false}
  - table:
      id: schedule
      label: {zh: 实施进度计划, en: Schedule}
      columns:
        - {id: step, label: {zh: 实施内容, en: Step}}
        - {id: from, label: {zh: 开始时间, en: From}, type: date}
        - {id: by, label: {zh: 经办人, en: By}, type: person, public: false}
  - goals: {horizons: [midterm, annual]}
  - indicators:
      under: table
      horizons: [midterm, annual]
      weights: true
      columns:
        - level1
        - level2
        - name
        - target
        - weight
        - standard
        - {id: remark, label: {zh: 说明, en: Remark}}
        - {id: goal, label: {zh: 对应目标, en: For the goal}}
        - {id: inside, label: {zh: 内部说明, en: Inside}, public: false}
seen: whole
"""

SPEC = """\
# yaml-language-server: $schema=../schema.json
format: 1
form: example-project
year: 2025
department: {code: example-bureau, name: {zh: 示例局, en: Example Bureau}}
project: {code: flood-walls, name: {zh: 堤防加固项目, en: Strengthening of dikes}, task: dikes}
fields:
  authority: {code: "120", name: {zh: 市水务局, en: Water Bureau}}
  # Whom to call.
  contact: {zh: 某某某, en: S. O. Person}
  phone: "00012345678"  # in the evening
  period: {from: 2025-03, to: 2025-12}
  nature: new
  own-budget: 12.5
  government: true
funds:
  fiscal: {amount: 12.00, account: {zh: 水利, en: Water}, reserve: 9876.54}
  others: {amount: 3.5}
tables:
  schedule:
    - {step: {zh: 设计, en: Design}, from: 2025-03-01, by: {zh: 某某某, en: S. O. Person}}
    - {by: {zh: 某某某, en: S. O. Person}}
    - step: {zh: 施工, en: Building}
      from: 2025-05-01
weights: {output: 50}
goals:
  - id: this-year
    horizon: annual
    text: {zh: 完成堤防加固。, en: The dikes are strengthened.}
    weight: 60
  - id: by-2027
    horizon: midterm
    text: {zh: 全部达标。, en: All dikes meet the standard.}
indicators:
  - id: approval
    horizon: annual
    category: satisfaction.beneficiary
    name: {zh: 居民满意度, en: Satisfaction of residents}
    target: ≥90%
    weight: 40
    extra:
      inside: {zh: 内部备注, en: internal remark}
  - id: length
    goal: this-year
    horizon: annual
    category: output.quantity
    name: {zh: 加固长度, en: Length strengthened}
    target: ≥12公里
    weight: 60
    standard: {zh: 计划标准, en: planned}
    extra:
      remark: {zh: 两段, en: in two parts}
      goal: {zh: 完成, en: done}
      inside: {zh: 内部备注, en: internal remark}
  - id: length-by-2027
    goal: by-2027
    category: output.quantity
    name: {zh: 加固长度, en: Length strengthened}
    target: ≥30公里
"""


class Example(NamedTuple):
    """A project with the form and the spec."""

    root: Path
    spec: Path

    @property
    def project(self) -> Project:
        """The project as the commands open it."""
        return open_project(self.root)

    def check(self, text: str = SPEC) -> CheckedPlan:
        """The spec, or another text in its place, by the standards of the project."""
        standards = open_standards(self.project, ())
        return check_source(Source(name=str(self.spec), data=text.encode()), standards)


def make_example(root: Path) -> Example:
    """Write the project into a folder."""
    for name, text in {"forms/ours.yaml": FORM, "specs/2025-dikes.yaml": SPEC}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    # The goals of this form have no indicators of their own.
    settings = '[severity]\ngoal-without-indicator = "off"\n'
    (root / "perf-report.toml").write_text(settings, "utf-8")
    return Example(root, root / "specs/2025-dikes.yaml")
