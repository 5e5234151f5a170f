"""What the environment changes about the settings; each is read anew in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

PRINT = """
import json
from tansiq.web import settings as s
plain = (str, int, bool, type(None))
held = {n: getattr(s, n) for n in dir(s) if n.isupper()}
print(json.dumps({n: v for n, v in held.items() if all(isinstance(x, plain) for x in (v if isinstance(v, list) else [v]))}))
"""


def settings_with(home: Path, **more: str) -> dict[str, object]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TANSIQ_")}
    ran = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", PRINT],
        env=kept | {"TANSIQ_HOME": str(home)} | more,
        capture_output=True,
        check=True,
        timeout=60,
    )
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_behind_tls_every_cookie_is_secure_and_bound_to_this_host(tmp_path: Path) -> None:
    found = settings_with(tmp_path, TANSIQ_TLS="1", TANSIQ_HOSTS="desk.example.org")
    assert [found[n] for n in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")] == [
        "__Host-tansiq_session",
        "__Host-tansiq_csrf",
    ]
    cookies = ("SESSION", "CSRF", "LANGUAGE")
    assert all(found[f"{c}_COOKIE_SECURE"] and found[f"{c}_COOKIE_HTTPONLY"] for c in cookies)
    assert {found[f"{c}_COOKIE_SAMESITE"] for c in cookies} == {"Strict"}
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://desk.example.org"]
    assert found["ALLOWED_HOSTS"] == ["desk.example.org"]
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_without_anything_set_only_this_machine_is_served_and_no_proxy_is_believed(tmp_path: Path) -> None:
    found = settings_with(tmp_path)
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert (found["IS_DEMO"], found["DEBUG"], found["SESSION_COOKIE_SECURE"]) == (False, False, False)
