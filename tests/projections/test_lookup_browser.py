"""The lookup page in a real browser: a phone, a keyboard, no script, nothing but the page."""

import base64
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.projections.applier import Shown
from tests.projections.lives import NUMBER
from tests.projections.registry.conftest import served, shown, wall

__all__ = ["served", "shown", "wall"]

pytestmark = pytest.mark.browser

PHONE, DESK = (390, 844), (1100, 900)
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=zh-CN",
)


def opened(profile: Path, *flags: str, script: bool = True) -> WebDriver:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={profile}", *flags):
        options.add_argument(flag)
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2}
        )
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A browser with JavaScript off, as the page must not need it."""
    driver = opened(tmp_path_factory.mktemp("profile"), script=False)
    yield driver
    driver.quit()


def sized(browser: WebDriver, size: tuple[int, int]) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE},
    )


def whole(browser: WebDriver, path: Path) -> None:
    """A picture of the whole page, once it is laid out."""
    WebDriverWait(browser, 10, poll_frequency=0.05).until(width_of)
    size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    shot = browser.execute_cdp_cmd(
        "Page.captureScreenshot",
        {"captureBeyondViewport": True, "clip": {**size, "scale": 1}},
    )
    path.write_bytes(base64.b64decode(shot["data"]))
    assert path.stat().st_size > 5_000


def width_of(browser: WebDriver) -> int:
    size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    return int(size["width"])


def field(browser: WebDriver) -> WebElement:
    return browser.find_element(By.ID, "q")


def arrived(browser: WebDriver, part: str) -> None:
    """Wait until the address holds this and the page is whole."""
    WebDriverWait(browser, 10, poll_frequency=0.05).until(
        lambda b: part in b.current_url and b.find_elements(By.TAG_NAME, "footer")
    )


def text(browser: WebDriver) -> str:
    return browser.find_element(By.TAG_NAME, "main").text


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_number_leads_to_its_certificate(
    browser: WebDriver, served: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    sized(browser, size)
    browser.get(served)
    whole(browser, tmp_path / "home.png")
    field(browser).send_keys(" 90026 sc 0001 r0m ", Keys.ENTER)
    arrived(browser, "/certificates/")
    assert browser.current_url == f"{served}/certificates/{NUMBER}"
    assert f"证书 {NUMBER} 于 2027-11-01 的状态：有效（自 2027-09-01 起）" in text(browser)
    assert width_of(browser) <= size[0]
    whole(browser, tmp_path / "entry.png")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_two_chinese_characters_find_every_holder(
    browser: WebDriver, served: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    sized(browser, size)
    browser.get(served)
    field(browser).send_keys("星河", Keys.ENTER)
    arrived(browser, "?q=")
    found = [link.text for link in browser.find_elements(By.CSS_SELECTOR, ".results h2 a")]
    assert found == ["90026SC0003R0L", "90026SC0002R0S"]
    assert "撤销" in text(browser)
    assert width_of(browser) <= size[0]
    whole(browser, tmp_path / "results.png")


def test_a_keyboard_is_enough(browser: WebDriver, served: str, tmp_path: Path) -> None:
    sized(browser, DESK)
    browser.get(served)

    def press(*keys: str) -> WebElement:
        browser.switch_to.active_element.send_keys(*keys)
        return browser.switch_to.active_element

    assert press(Keys.TAB).text == "跳到正文"
    whole(browser, tmp_path / "focus.png")
    press(Keys.ENTER)
    assert press(Keys.TAB).get_attribute("id") == "q"
    press("星河", Keys.TAB)
    assert browser.switch_to.active_element.text == "查询"
    press(Keys.ENTER)
    arrived(browser, "?q=")
    for _ in range(12):
        if press(Keys.TAB).text == "90026SC0002R0S":
            break
    press(Keys.ENTER)
    arrived(browser, "/certificates/")
    assert "状态：暂停（自 2027-10-01 起）" in text(browser)
    assert browser.find_element(By.CSS_SELECTOR, ".yesno").text.startswith("今日有效：否")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "home"),
        ("/?lang=en", "home-en"),
        ("/certificates?q=示例", "results"),
        (f"/certificates/{NUMBER}", "entry"),
        (f"/certificates/{NUMBER}?lang=en&effective=2027-06-01", "entry-en-past"),
        (f"/certificates/{NUMBER}/history", "history"),
        ("/certificates/90026SC0003R0L?effective=2027-03-06", "withdrawn-backdated"),
        ("/certificates/90026SC9999R0M", "never"),
        ("/certificates?q=电", "too-short"),
    ],
)
def test_a_screen_reader_finds_its_way(
    browser: WebDriver, served: str, tmp_path: Path, path: str, name: str
) -> None:
    sized(browser, PHONE)
    browser.get(served + path)
    whole(browser, tmp_path / f"{name}.png")
    find = browser.find_elements
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") in ("zh-Hans", "en")
    assert browser.title
    for landmark in ("header", "main", "footer", "h1"):
        assert len(find(By.TAG_NAME, landmark)) == 1
    levels = [int(heading.tag_name[1]) for heading in find(By.CSS_SELECTOR, "h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for control in find(By.CSS_SELECTOR, "input:not([type=hidden])"):
        assert control.accessible_name
        assert control.size["height"] >= 44
    for link in find(By.CSS_SELECTOR, "a, button"):
        assert link.accessible_name
    identities = [each.get_attribute("id") for each in find(By.CSS_SELECTOR, "[id]")]
    assert len(set(identities)) == len(identities)
    assert not find(By.CSS_SELECTOR, "script, [style], [onclick], iframe")
    assert width_of(browser) <= PHONE[0]


def test_a_held_certificate_says_so(
    browser: WebDriver, served: str, shown: Shown, tmp_path: Path
) -> None:
    shown.park(f"decisions-certificate-{NUMBER}")
    sized(browser, PHONE)
    browser.get(f"{served}/certificates/{NUMBER}")
    whole(browser, tmp_path / "held.png")
    assert "状态核实中" in text(browser)
    assert "今日有效" not in text(browser)


def test_the_other_day_is_asked_by_the_form(browser: WebDriver, served: str) -> None:
    sized(browser, DESK)
    browser.get(f"{served}/certificates/{NUMBER}?effective=2027-06-01")
    browser.find_element(By.CSS_SELECTOR, ".other button").click()
    arrived(browser, "known=")
    assert "于 2027-06-01 的状态：暂停（自 2027-05-27 起）" in text(browser)
    browser.find_element(By.CSS_SELECTOR, ".note a").click()
    WebDriverWait(browser, 10).until(lambda b: "?" not in b.current_url)
    arrived(browser, "/certificates/")
    assert "状态：有效" in text(browser)


def test_it_is_calm_in_the_dark_and_on_paper(
    browser: WebDriver, served: str, tmp_path: Path
) -> None:
    sized(browser, DESK)
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": dark})
    browser.get(f"{served}/certificates/90026SC0002R0S")
    whole(browser, tmp_path / "dark.png")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    browser.get(f"{served}/certificates/{NUMBER}")
    whole(browser, tmp_path / "print.png")
    assert not browser.find_element(By.CSS_SELECTOR, ".other").is_displayed()
    assert browser.find_element(By.CSS_SELECTOR, "article > .printed").is_displayed()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
