# The same tests once more with records and lake catalog in PostgreSQL.
set -eu
if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    ZHIYIN_TEST_DATABASE=postgres exec .venv/bin/python -m pytest -n 2 --dist loadfile \
        -m "not browser and not crash" -q
fi
echo "PostgreSQL is not installed: the second pass of the tests was left out."
