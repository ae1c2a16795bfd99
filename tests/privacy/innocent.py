"""Texts that look like personal data and are none."""

import random
from collections.abc import Iterator

from stdnum.cn.ric import calc_check_digit

_DICE = random.Random(20261121)


def digits(count: int) -> str:
    """So many digits, the first no zero."""
    return str(_DICE.randint(1, 9)) + "".join(str(_DICE.randint(0, 9)) for _ in range(count - 1))


def wrong_identity() -> str:
    """18 digits with a province and a day, whose checksum is wrong."""
    bare = f"{_DICE.choice(['11', '32', '44', '51'])}0101{_DICE.randint(1950, 2015)}{_DICE.randint(1, 12):02}{_DICE.randint(1, 28):02}{digits(3)}"
    wrong = (int(calc_check_digit(f"{bare}0").replace("X", "0")) + _DICE.randint(1, 8)) % 10
    return f"{bare}{wrong}" if calc_check_digit(f"{bare}0") != str(wrong) else f"{bare}{(wrong + 1) % 10}"


def isbn() -> str:
    bare = f"9787{digits(8)}"
    return bare + str(-sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(bare)) % 10)


def organisation() -> str:
    """The form of a unified social credit code, with letters in it."""
    return f"91{digits(6)}MA{digits(4)}XK{digits(2)}"


def many() -> Iterator[str]:
    """Some of each sort."""
    for n in range(1, 31):
        yield f"示机党发〔2026〕{n}号"
        yield f"关于印发计划的通知（示机办〔{2000 + n}〕{n * 7}号）"
        yield f"时间：2026-{n % 12 + 1:02}-{n % 28 + 1:02} 08:30 至 2026-{n % 12 + 1:02}-{n % 28 + 1:02} 17:00"
        yield f"图号 ZB-{digits(4)}-{digits(5)}，件号 A{digits(11)}"
        yield f"物料编码 {digits(3)}-{digits(4)}-{digits(4)}-{n}A"
        yield f"订单号：1{_DICE.randint(3, 9)}{digits(9)}"
        yield f"订单编号 {digits(18)}"
        yield f"校验码不对的编码 {wrong_identity()}"
        yield f"书号 ISBN {isbn()}"
        yield f"圆周率 3.{digits(20)}，自然常数 2.{digits(15)}"
        yield f"坐标 {_DICE.randint(100, 130)}.{digits(8)}, {_DICE.randint(20, 40)}.{digits(8)}"
        yield f"提交 {_DICE.getrandbits(160):040x}"
        yield f"校验和 {_DICE.getrandbits(256):064x}"
        yield f"统一社会信用代码 {organisation()}"
        yield f"条码 69{digits(11)}"
        yield f"发票代码 {digits(12)}，发票号码 {digits(8)}"
        yield f"金额 {digits(8)}.{digits(2)} 元，合计 {digits(11)}.00 元"


FIXED = (
    "值班电话：0599-8000002，见公示栏。", "党委信箱 dangwei@danwei.cn。", "政务热线 12345，火警 119，急救 120。", "客服 400-800-8000。",
    "举报电话 12380、12388。", "免费电话 800-810-8000。", "示ICP备12345678号-1", "示公网安备 11010102000001号", "增值电信业务许可证 京B2-20260001",
    "执行 GB/T 33190-2016 和 GB 11643-1999。", "标准 ISO 9001:2015。", "版本 1.23.456.7890", "地址 192.168.100.200:8080",
    "IPv6 2001:0db8:85a3:0000:0000:8a2e:0370:7334", "UUID 550e8400-e29b-41d4-a716-446655440000", "时间戳 1763712345678",
    "办公地址：示例市示例区示例路18号办公楼3楼305室。", "联系地址：示例路18号", "地址：行政楼2号楼301室", "地点：车间二楼党员活动室",
    "住址一栏填写到街道。", "家庭住址：不公开", "请不要填写身份证号和家庭住址。", "出生年月：1990年3月", "出生日期：____年__月__日",
    "生日那天他还在现场。", "党的生日是1921年7月1日。", "政治生日：2001年7月1日", "安全生产月 2026年6月1日启动。", "2026年3月5日生产线停机。",
    "他生于1893年。", "列宁生于1870年4月22日。", "护照遗失怎么办？", "护照办理须知（2026年版）", "凭身份证领取。", "身份证号：110***********1234",
    "手机：138****1234", "电话：（略）", "电话 ********", "信箱 z***@qq.com", "请加微信公众号“示例机电”。", "QQ 群已停用。", "京A、京B 牌照", "车牌尾号 1 和 6",
    "皖南、苏北、浙东", "A4 纸 500 张", "M12×80 螺栓 24 个", "型号 YE3-132S-4", "设备 CK6140A-01", "轴承 6205-2RS/P6", "图标 icon@2x.png",
    "`npm i vue@3.4.21`", "`git@github.com:example/site.git`", "关注 @示例机电", "邮箱写 name@example.com 即可", "`<a @click.prevent>`",
    "单价 13,800.00 元 × 138 台", "10 00 20 00 30 00 40 00", "1 2 3 4 5 6 7 8 9 10 11 12", "2026 2027 2028 2029 2030", "150 160 170 180 190 200",
    "101 102 103 104 105 106 107 108", "产量 13812 件、13955 件", "编号：20260105001-20260105099", "12 345 678 901 234 567",
    "比分 11:9 11:7 9:11 11:5", "电压 380 V，电流 15 A，功率 7.5 kW", "周期 0.001 s", "身高 175 厘米", "第 18 届 3 次全会", "从 8:00 到 17:30",
    "DOI 10.1000/182-13800138000", "ISSN 1000-0001", "专利 ZL202610000000.1", "快递单号 SF1380013800000", "流水号 202611210830150001",
    "运单号：773012345678901", "批号 20261105-0012", "合同编号 SLJD-2026-0001-00012345678", "护照（旧版）已停发", "开户行：示例银行示例支行", "银行卡请自行保管。",
    "| 岗位 | 电话 |\n| --- | --- |\n| 值班室 | 内线 8001 |\n| 门卫 | 内线 8002 |\n| 党办 | 内线 8003 |",
    "| 姓名 | 部门 |\n| --- | --- |\n| 甲 | 装配 |\n| 乙 | 质检 |\n| 丙 | 物流 |",
    "| 姓名 | 手机 |\n| --- | --- |\n|  |  |\n|  |  |\n|  |  |\n|  |  |", "| 姓名 | 手机 |\n| --- | --- |\n| 张* | 138****0001 |\n| 李* | 138****0002 |\n| 王* | 138****0003 |",
    "| 姓名 | 电话 |\n| --- | --- |\n| 示例 | 内线 1 |", "姓名，年龄，电话都不用写。\n请直接来。\n地点在二楼。\n时间不限。",
    "住在宿舍的同志请登记。", "他住在示例镇。", "三班倒，住厂里。", "志愿者居住在附近。", "小区3栋楼下集合", "老旧小区改造 12 栋 36 个单元",
)  # fmt: skip

INNOCENT = (*many(), *FIXED)

ALLOWED = """allowed:
  - value: 0599 8000002
    reason: 值班电话，主动公开
mail_domains: [danwei.cn]
"""
