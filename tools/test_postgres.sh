# The tests of records and facts once more, with records and lake catalog in PostgreSQL.
set -eu
if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    ZHIYIN_TEST_DATABASE=postgres exec .venv/bin/python -m pytest -n 2 --dist loadfile -q \
        -m "not browser and not crash" \
        tests/accounts tests/act tests/api tests/company tests/customers tests/explain tests/ground tests/listen \
        tests/measure tests/verify tests/warehouse tests/web
fi
echo "PostgreSQL is not installed: the second pass of the tests was left out."
