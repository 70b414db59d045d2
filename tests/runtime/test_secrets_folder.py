"""A folder of secrets, one a file: how a container is given what nobody else may read."""

from pathlib import Path

import pytest

from services.runtime.settings import Settings, WrongSetting

RELAY = "postgresql://starledger_relay:geheim@db/starledger"


def told(folder: Path, **more: str) -> Settings:
    return Settings.from_environment({"STARLEDGER_SECRETS": str(folder), **more})


def test_each_file_is_the_setting_of_its_name(tmp_path: Path):
    (tmp_path / "database_url_relay").write_text(f"{RELAY}\n")
    (tmp_path / "nats_url_relay").write_text("nats://relay:x@n\n")
    (tmp_path / "owner_url").write_text("postgresql://postgres@db/starledger")
    settings = told(tmp_path)
    assert settings.database("relay") == RELAY
    assert settings.nats("relay") == "nats://relay:x@n"
    assert settings.owner_url == "postgresql://postgres@db/starledger"
    assert "geheim" not in repr(settings)


def test_what_lies_beside_them_is_somebody_elses(tmp_path: Path):
    (tmp_path / "postgres_password").write_text("geheim")
    (tmp_path / "nats_url_relay").write_text("\n")
    assert told(tmp_path).is_embedded


@pytest.mark.parametrize("suffix", ["", "_FILE"])
def test_told_twice_is_refused_by_both_names(tmp_path: Path, suffix: str):
    file = tmp_path / "database_url_relay"
    file.write_text(RELAY)
    value = str(file) if suffix else RELAY
    with pytest.raises(WrongSetting, match=f"STARLEDGER_DATABASE_URL_RELAY and {file}"):
        told(tmp_path, **{f"STARLEDGER_DATABASE_URL_RELAY{suffix}": value})


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(WrongSetting, match=r"STARLEDGER_SECRETS: .* is no folder"):
        told(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path):
    (tmp_path / "nats_url_api").mkdir()
    with pytest.raises(WrongSetting, match="nats_url_api: Is a directory"):
        told(tmp_path)
