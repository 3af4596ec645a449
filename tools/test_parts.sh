# A browser and a PostgreSQL for the tests that need them. Without the right to install them, those tests say so and skip.
have() { command -v "$1" >/dev/null 2>&1; }
wanted=""
have chromium || have chromium-browser || have google-chrome || wanted="chromium fonts-noto-cjk"
have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
if [ -n "$wanted" ] && have apt-get && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null 2>&1 ||
        echo "Could not install: $wanted. The tests that need it are skipped."
fi
exit 0
