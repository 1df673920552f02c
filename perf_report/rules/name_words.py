"""Words in indicator names that show what is measured, as budget forms use them.

The rules that use them are warnings or, for an impossible figure, errors. Each of them can be
suppressed with a reason.
"""

import re

# More is better: a share that ought to be reached. A negation or an excess before it (不合格率,
# 超预算执行率) reverses the meaning, so that such a name does not match.
MORE_IS_BETTER = re.compile(
    "(?<![不未超非无零])(?:满意|合格率|完成率|及时率|成功率|解决率|办结率|覆盖率|达标率|通过率|准确率"
    "|正确率|完好率|知晓率|优良率|优秀率|参与率|到位率|回复率|响应率|服务执行效率)"
)

# Less is better: something that ought not to happen, unless its absence is counted (无差错率).
LESS_IS_BETTER = re.compile(
    "(?<![无零])(?:差错率|错误率|故障率|失误率|误差率|偏差率|投诉率|事故率|违规率|违法率|流失率"
    "|缺勤率|退货率|返工率|超支率|拖欠率|死亡率|发病率|漏报率|中断率)"
)

# A change or a saving, of which more is usually better, whatever changes.
CHANGE = re.compile("节约|节省|节支|降低|压减|下降|减少|降幅|控制率|增长|提高|提升|上升")

# Shares that cannot exceed 100 %. Coverage, completion and the like can: a plan can be exceeded,
# and a reserve can cover more than required.
PART_OF_WHOLE = re.compile(
    "满意|合格率|及时率|准确率|正确率|成功率|解决率|办结率|完好率|知晓率|优良率|优秀率|参与率|通过率"
    "|差错率|错误率|故障率|失误率|投诉率|事故率|违规率|流失率|缺勤率|死亡率"
)

# Costs per unit, which do not add up to a total.
UNIT_COST = re.compile("单位|单价|人均|户均|亩均|平均|每")

# Amounts of money, also where the unit does not say it (350万).
MONEY = re.compile("成本|费|金额|资金|支出|预算|投资|造价|总价|采购")
