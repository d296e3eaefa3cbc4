import pytest

from webapp.settings import SETTINGS, Settings, SettingsError


def read(tmp_path, **given):
    return Settings.from_environment({"VAR_DIR": str(tmp_path), **given})


def test_defaults_are_enough_to_start(tmp_path):
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/course.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("held", [b"", b"\n", b"short", b"a" * 64, "құпия".encode() * 20])
def test_a_key_file_without_a_real_key_is_refused(tmp_path, held):
    (tmp_path / "secret.key").write_bytes(held)
    with pytest.raises(SettingsError, match=r"SECRET_KEY.*secret\.key"):
        read(tmp_path)
    assert (tmp_path / "secret.key").read_bytes() == held


def test_a_key_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    def full(handle):
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match="VAR_DIR"):
        read(tmp_path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    read(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_another_process_made_meanwhile_stays(tmp_path, monkeypatch):
    other = "0123456789-another-process-was-faster"
    synced = []

    def meanwhile(handle):
        synced.append(handle)
        (tmp_path / "secret.key").write_text(other)

    monkeypatch.setattr("os.fsync", meanwhile)
    assert read(tmp_path).secret_key == other
    assert synced


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", "changeme"),
        ("SECRET_KEY", "a" * 40),
        ("COURSE_ZONE", "Asia/Nowhere"),
        ("PUBLIC_URL", "example.kz"),
        ("MAX_BODY", "-1"),
    ],
)
def test_a_bad_setting_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        read(tmp_path, **{name: value})


def test_every_setting_has_help():
    assert all(text for _, _, text in SETTINGS)
