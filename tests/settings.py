"""The product's settings in a home of this process's own.

`ZHIYIN_TEST_DATABASE=postgres` runs the same tests on a private PostgreSQL; a `postgres://` URL on a given one.
"""

import atexit
import os
import shutil
import tempfile

from tests import postgres

HOME_FOLDER = tempfile.mkdtemp(prefix="zhiyin-tests-")
atexit.register(shutil.rmtree, HOME_FOLDER, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("ZHIYIN_") and not name.startswith("ZHIYIN_TEST_")]:
    del os.environ[name]
os.environ["ZHIYIN_HOME"] = HOME_FOLDER
if os.environ.get("ZHIYIN_TEST_DATABASE") == "postgres":
    # Workers of pytest-xdist inherit the URL, so that they share one server.
    os.environ["ZHIYIN_TEST_DATABASE"] = postgres.start()
if os.environ.get("ZHIYIN_TEST_DATABASE"):
    os.environ["ZHIYIN_DATABASE"] = os.environ["ZHIYIN_TEST_DATABASE"]

from zhiyin.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
