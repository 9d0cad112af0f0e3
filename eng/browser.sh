# A headless browser for the proofs that need one; they source this.
install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
    { apt-get install -y -qq "$@" || { apt-get update -qq && apt-get install -y -qq "$@"; }; } >/dev/null 2>&1
}

browser() {
    local name
    for name in chromium chromium-browser google-chrome; do command -v "$name" && return 0; done
    return 1
}

# Into the folder that is named: playwright-core and axe-core; CHROMIUM is the browser that they drive.
tools() {
    browser >/dev/null || install chromium
    CHROMIUM=$(browser) || { echo "No Chromium, and it can't be installed."; return 1; }
    export CHROMIUM
    command -v node >/dev/null && command -v npm >/dev/null || install nodejs npm
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$1" playwright-core@1.65.1 axe-core@4.14.1 \
        || { echo "No Node, or playwright-core and axe-core can't be installed."; return 1; }
}
