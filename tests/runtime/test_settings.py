"""Settings: told by the environment, refused with the mend, and silent about secrets."""

from pathlib import Path

import pytest

from services.runtime.settings import Settings, WrongSetting

DECISIONS = "postgresql://starledger_decisions:geheim@db/starledger"


def test_nothing_told_means_an_embedded_body_on_this_machine_alone():
    settings = Settings.from_environment({"PATH": "/bin"})
    assert settings.is_embedded
    assert settings.bind == "127.0.0.1"
    assert settings.nats_replicas == 1
    assert settings.body_zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("STARLEDGER_DATABASE_ULR", "STARLEDGER_DATABASE_URL"),
        ("STARLEDGER_NATS", "STARLEDGER_NATS_URL"),
        ("STARLEDGER_DATABASE_URL_DECISION", "STARLEDGER_DATABASE_URL_DECISIONS"),
        ("STARLEDGER_OWNER", "STARLEDGER_OWNER_URL"),
        ("STARLEDGER_LOGS", "STARLEDGER_LOG"),
    ],
)
def test_an_unknown_name_is_refused_and_the_nearest_named(wrong: str, nearest: str):
    with pytest.raises(WrongSetting) as refusal:
        Settings.from_environment({wrong: "x"})
    assert str(refusal.value) == f"{wrong} is unknown; the nearest known setting is {nearest}"


def test_a_name_of_somebody_else_is_none_of_ours():
    assert Settings.from_environment({"STAR": "x", "DATABASE_URL": "y"}).is_embedded


def test_a_role_has_its_own_address_or_the_one_of_the_process():
    settings = Settings.from_environment(
        {
            "STARLEDGER_DATABASE_URL": "postgresql://a",
            "STARLEDGER_DATABASE_URL_DECISIONS": DECISIONS,
            "STARLEDGER_NATS_URL_RELAY": "nats://relay:x@n",
        }
    )
    assert settings.database("decisions") == DECISIONS
    assert settings.database("relay") == "postgresql://a"
    assert settings.nats("relay") == "nats://relay:x@n"
    assert not settings.is_embedded
    with pytest.raises(WrongSetting, match="STARLEDGER_NATS_URL_CLI"):
        settings.nats("cli")


@pytest.mark.parametrize("level", ["debug", "INFO", "warning", "error"])
def test_the_level_of_the_log_in_any_case(level: str):
    assert Settings.from_environment({"STARLEDGER_LOG": level}).log == level.lower()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STARLEDGER_LOG", "loud"),
        ("STARLEDGER_NATS_REPLICAS", "2"),
        ("STARLEDGER_NATS_REPLICAS", "many"),
        ("STARLEDGER_BODY_ZONE", "Asia/Nowhere"),
        ("STARLEDGER_BODY_ZONE", "../etc"),
        ("STARLEDGER_TOKEN_FILE", "/nonexistent/token"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(name: str, value: str):
    with pytest.raises(WrongSetting, match=name):
        Settings.from_environment({name: value})


def test_how_often_the_page_may_be_asked_and_behind_how_many_proxies():
    told = {"STARLEDGER_LOOKUP_RATE": "2.5", "STARLEDGER_TRUSTED_PROXIES": "2"}
    settings = Settings.from_environment(told)
    assert (settings.lookup_rate, settings.trusted_proxies) == (2.5, 2)
    untold = Settings.from_environment({})
    assert (untold.lookup_rate, untold.trusted_proxies) == (20.0, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("STARLEDGER_LOOKUP_RATE", rate) for rate in ("0", "-1", "nan", "inf", "many")),
        *(("STARLEDGER_TRUSTED_PROXIES", hops) for hops in ("-1", "1.5", "10", "all")),
    ],
)
def test_a_rate_or_a_number_of_proxies_that_cannot_be(name: str, value: str):
    with pytest.raises(WrongSetting, match=name):
        Settings.from_environment({name: value})


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("0.0.0.0:9000", ("0.0.0.0", 9000)),
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        ("[::1]:9000", ("::1", 9000)),
        ("", None),
    ],
)
def test_where_a_role_tells_how_it_is(told: str, address: tuple[str, int] | None):
    settings = Settings.from_environment({"STARLEDGER_HEALTH_BIND": told})
    assert settings.health_bind == address


@pytest.mark.parametrize("told", ["9000", ":9000", "host:", "host:x", "host:70000", "host:-1"])
def test_an_address_that_cannot_be(told: str):
    with pytest.raises(WrongSetting, match="STARLEDGER_HEALTH_BIND"):
        Settings.from_environment({"STARLEDGER_HEALTH_BIND": told})


def test_a_secret_may_lie_in_a_file(tmp_path: Path):
    (tmp_path / "url").write_text(DECISIONS + "\n")
    settings = Settings.from_environment({"STARLEDGER_DATABASE_URL_FILE": str(tmp_path / "url")})
    assert settings.database("decisions") == DECISIONS


def test_a_secret_told_twice_is_refused(tmp_path: Path):
    (tmp_path / "token").write_text("one")
    with pytest.raises(WrongSetting, match="both"):
        Settings.from_environment(
            {"STARLEDGER_TOKEN": "two", "STARLEDGER_TOKEN_FILE": str(tmp_path / "token")}
        )


def test_what_is_no_secret_has_no_file():
    with pytest.raises(WrongSetting, match="unknown"):
        Settings.from_environment({"STARLEDGER_LOG_FILE": "/tmp/level"})


def test_an_empty_value_is_one_not_told():
    assert Settings.from_environment({"STARLEDGER_DATABASE_URL": ""}).is_embedded


def test_no_secret_shows_in_print():
    told = {
        "STARLEDGER_DATABASE_URL": DECISIONS,
        "STARLEDGER_OWNER_URL": DECISIONS,
        "STARLEDGER_DATABASE_URL_DECISIONS": DECISIONS,
        "STARLEDGER_NATS_URL": "nats://a:geheim@n",
        "STARLEDGER_NATS_URL_CLI": "nats://a:geheim@n",
        "STARLEDGER_TOKEN": "geheim",
    }
    assert "geheim" not in repr(Settings.from_environment(told))


def test_the_data_folder_is_told_from_home():
    settings = Settings.from_environment({"STARLEDGER_DATA": "~/body"})
    assert settings.data == Path.home() / "body"
