"""The companies of the demonstration. Invented; their codes only satisfy the check characters."""

from dataclasses import dataclass

from services.core.uscc import ALPHABET, ORG_ALPHABET, ORG_WEIGHTS, WEIGHTS


@dataclass(frozen=True, slots=True)
class Company:
    """A holder to be, with what its file will say."""

    name: str
    name_en: str
    division: str
    """Division code of the registry, GB/T 2260."""
    address: str
    scope: str
    headcount: int
    score: str
    """Points of 100, after deductions."""
    serial: int

    @property
    def uscc(self) -> str:
        """A 统一社会信用代码 with valid check characters. GB 32100-2015."""
        organisation = f"MADEM{self.serial:03d}"
        total = sum(
            ORG_ALPHABET.index(char) * weight
            for char, weight in zip(organisation, ORG_WEIGHTS, strict=True)
        )
        check = 11 - total % 11
        seventeen = f"91{self.division}{organisation}{ {10: 'X', 11: '0'}.get(check, check) }"
        weighed = sum(
            ALPHABET.index(char) * weight for char, weight in zip(seventeen, WEIGHTS, strict=True)
        )
        return seventeen + ALPHABET[(31 - weighed % 31) % 31]


def _company(row: tuple[str, str, str, str, str, int, str], serial: int) -> Company:
    return Company(*row, serial=serial)


_ROWS: tuple[tuple[str, str, str, str, str, int, str], ...] = (
    ("演示闽江电器有限公司", "Demo Minjiang Appliance Co., Ltd.", "350100",
     "福建省福州市演示路 1 号", "家用电器的售后服务（安装、维修、回访）", 120, "91.5"),
    ("演示长江净水科技有限公司", "Demo Changjiang Water Purifying Technology Co., Ltd.", "420100",
     "湖北省武汉市演示路 2 号", "净水设备的售后服务（安装、滤芯更换、维修）", 86, "96"),
    ("演示西湖家具股份有限公司", "Demo West Lake Furniture Co., Ltd.", "330100",
     "浙江省杭州市演示路 3 号", "家具的售后服务（配送、安装、维修）", 430, "88.25"),
    ("演示天山太阳能有限公司", "Demo Tianshan Solar Co., Ltd.", "650100",
     "新疆维吾尔自治区乌鲁木齐市演示路 4 号", "太阳能热水器的售后服务（安装、维修）", 64, "83"),
    ("演示岭南空调有限公司", "Demo Lingnan Air Conditioning Co., Ltd.", "440100",
     "广东省广州市演示路 5 号", "空调设备的售后服务（安装、清洗、维修）", 1250, "95"),
    ("演示松花江农机有限公司", "Demo Songhuajiang Farm Machinery Co., Ltd.", "230100",
     "黑龙江省哈尔滨市演示路 6 号", "农业机械的售后服务（维修、配件、培训）", 210, "79.5"),
    ("演示秦岭电梯服务有限公司", "Demo Qinling Lift Service Co., Ltd.", "610100",
     "陕西省西安市演示路 7 号", "电梯的售后服务（维护、维修、改造）", 175, "92"),
    ("演示金陵医疗器械有限公司", "Demo Jinling Medical Devices Co., Ltd.", "320100",
     "江苏省南京市演示路 8 号", "医疗器械的售后服务（安装、校准、维修）", 98, "90"),
    ("演示蜀道汽车用品有限公司", "Demo Shudao Car Accessories Co., Ltd.", "510100",
     "四川省成都市演示路 9 号", "汽车用品的售后服务（安装、退换）", 45, "72"),
    ("演示泉城门窗有限公司", "Demo Quancheng Windows and Doors Co., Ltd.", "370100",
     "山东省济南市演示路 10 号", "门窗的售后服务（测量、安装、维修）", 150, "94.99"),
    ("演示滇池照明有限公司", "Demo Dianchi Lighting Co., Ltd.", "530100",
     "云南省昆明市演示路 11 号", "照明产品的售后服务（安装、维修）", 38, "66"),
    ("演示渤海厨卫有限公司", "Demo Bohai Kitchen and Bath Co., Ltd.", "120100",
     "天津市演示路 12 号", "厨卫产品的售后服务（安装、维修、回访）", 300, "97.25"),
)  # fmt: skip

COMPANIES = tuple(_company(row, serial) for serial, row in enumerate(_ROWS, start=1))
