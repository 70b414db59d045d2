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
    def surname(self) -> str:
        """Of the invented people who speak for it."""
        return "赵钱孙李周吴郑王冯陈"[self.serial % 10]

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
    ("演示燕山锅炉有限公司", "Demo Yanshan Boiler Co., Ltd.", "110100",
     "北京市演示路 13 号", "锅炉设备的售后服务（安装、检修、配件）", 260, "93"),
    ("演示浦江办公设备有限公司", "Demo Pujiang Office Equipment Co., Ltd.", "310100",
     "上海市演示路 14 号", "办公设备的售后服务（安装、维修、耗材）", 140, "86.5"),
    ("演示嘉陵摩托有限公司", "Demo Jialing Motorcycle Co., Ltd.", "500100",
     "重庆市演示路 15 号", "摩托车的售后服务（保养、维修、配件）", 520, "90.5"),
    ("演示太行机床股份有限公司", "Demo Taihang Machine Tool Co., Ltd.", "130100",
     "河北省石家庄市演示路 16 号", "机床的售后服务（安装、调试、维修）", 340, "84"),
    ("演示汾河阀门有限公司", "Demo Fenhe Valve Co., Ltd.", "140100",
     "山西省太原市演示路 17 号", "阀门的售后服务（选型、安装指导、维修）", 72, "78.25"),
    ("演示草原乳业设备有限公司", "Demo Caoyuan Dairy Equipment Co., Ltd.", "150100",
     "内蒙古自治区呼和浩特市演示路 18 号", "乳品设备的售后服务（安装、维修、培训）", 58, "81"),
    ("演示辽河电机有限公司", "Demo Liaohe Motor Co., Ltd.", "210100",
     "辽宁省沈阳市演示路 19 号", "电动机的售后服务（安装、检修）", 190, "95.75"),
    ("演示长白山木业有限公司", "Demo Changbaishan Timber Co., Ltd.", "220100",
     "吉林省长春市演示路 20 号", "木地板的售后服务（测量、铺装、维修）", 83, "71.5"),
    ("演示巢湖洗涤电器有限公司", "Demo Chaohu Laundry Appliance Co., Ltd.", "340100",
     "安徽省合肥市演示路 21 号", "洗涤电器的售后服务（安装、维修、回访）", 640, "98"),
    ("演示赣江陶瓷卫浴有限公司", "Demo Ganjiang Sanitary Ceramics Co., Ltd.", "360100",
     "江西省南昌市演示路 22 号", "卫浴产品的售后服务（安装、维修）", 112, "89.75"),
    ("演示嵩山电动车有限公司", "Demo Songshan Electric Bicycle Co., Ltd.", "410100",
     "河南省郑州市演示路 23 号", "电动自行车的售后服务（维修、电池更换）", 230, "92.25"),
    ("演示湘江工程机械有限公司", "Demo Xiangjiang Construction Machinery Co., Ltd.", "430100",
     "湖南省长沙市演示路 24 号", "工程机械的售后服务（维修、配件、培训）", 880, "96.5"),
    ("演示漓江水泵有限公司", "Demo Lijiang Pump Co., Ltd.", "450100",
     "广西壮族自治区南宁市演示路 25 号", "水泵的售后服务（安装、维修）", 47, "68.5"),
    ("演示椰城智能家居有限公司", "Demo Yecheng Smart Home Co., Ltd.", "460100",
     "海南省海口市演示路 26 号", "智能家居产品的售后服务（安装、调试、远程支持）", 36, "80"),
    ("演示黔灵变压器有限公司", "Demo Qianling Transformer Co., Ltd.", "520100",
     "贵州省贵阳市演示路 27 号", "变压器的售后服务（安装、检修）", 105, "87"),
    ("演示高原供暖设备有限公司", "Demo Gaoyuan Heating Equipment Co., Ltd.", "540100",
     "西藏自治区拉萨市演示路 28 号", "供暖设备的售后服务（安装、维修）", 28, "82.5"),
    ("演示黄河仪表有限公司", "Demo Huanghe Instruments Co., Ltd.", "620100",
     "甘肃省兰州市演示路 29 号", "仪器仪表的售后服务（校准、维修）", 69, "91"),
    ("演示青海湖光伏有限公司", "Demo Qinghaihu Photovoltaics Co., Ltd.", "630100",
     "青海省西宁市演示路 30 号", "光伏组件的售后服务（检测、更换）", 93, "94"),
    ("演示贺兰山葡萄设备有限公司", "Demo Helanshan Winery Equipment Co., Ltd.", "640100",
     "宁夏回族自治区银川市演示路 31 号", "酿酒设备的售后服务（安装、维修）", 41, "70"),
    ("演示珠江电视有限公司", "Demo Zhujiang Television Co., Ltd.", "440300",
     "广东省深圳市演示路 32 号", "电视机的售后服务（安装、维修、回访）", 1480, "99"),
    ("演示鹭岛健身器材有限公司", "Demo Ludao Fitness Equipment Co., Ltd.", "350200",
     "福建省厦门市演示路 33 号", "健身器材的售后服务（安装、保养、维修）", 76, "85.25"),
    ("演示甬江注塑机有限公司", "Demo Yongjiang Injection Moulding Machine Co., Ltd.", "330200",
     "浙江省宁波市演示路 34 号", "注塑机的售后服务（安装、调试、维修）", 285, "93.5"),
    ("演示太湖缝纫机有限公司", "Demo Taihu Sewing Machine Co., Ltd.", "320200",
     "江苏省无锡市演示路 35 号", "缝纫设备的售后服务（维修、培训）", 132, "88"),
    ("演示胶州湾冷柜有限公司", "Demo Jiaozhouwan Freezer Co., Ltd.", "370200",
     "山东省青岛市演示路 36 号", "冷柜的售后服务（安装、维修、回访）", 760, "97"),
    ("演示鼎湖瓷砖有限公司", "Demo Dinghu Tile Co., Ltd.", "440600",
     "广东省佛山市演示路 37 号", "瓷砖的售后服务（配送、铺贴指导、退换）", 220, "76"),
    ("演示运河电缆有限公司", "Demo Yunhe Cable Co., Ltd.", "320300",
     "江苏省徐州市演示路 38 号", "电缆的售后服务（敷设指导、检测）", 160, "90"),
    ("演示星海视听有限公司", "Demo Xinghai Audio-Visual Co., Ltd.", "210200",
     "辽宁省大连市演示路 39 号", "音响设备的售后服务（调试、维修）", 54, "96"),
    ("演示钱塘烘焙设备有限公司", "Demo Qiantang Bakery Equipment Co., Ltd.", "330100",
     "浙江省杭州市演示路 40 号", "烘焙设备的售后服务（安装、维修、培训）", 62, "89"),
)  # fmt: skip

COMPANIES = tuple(_company(row, serial) for serial, row in enumerate(_ROWS, start=1))
