# Set-up: idempotent, quick when nothing is to be done, says what it does.
# Every step leaves a stamp in artifacts/stamps that holds the hash of what the step read.

readonly STAMPS=artifacts/stamps

# --- programs of the system -------------------------------------------------

# name of the Debian package : how to see that it is there
readonly RUN_PROGRAMS=(
  'ffmpeg:command -v ffmpeg'
  'redis-server:command -v redis-server'
  'nginx:has_nginx'
  'libnginx-mod-rtmp:has_rtmp_module'
  'fonts-noto-cjk:has_cjk_fonts'
  'util-linux:command -v setpriv'
)
readonly TEST_PROGRAMS=('chromium:command -v chromium')
# Peers of the benchmarks. Installed, never started as a service: the benchmark runs its own in a temporary folder.
readonly BENCH_PROGRAMS=('postgresql:has_postgres')

has_nginx() { PATH="$PATH:/usr/sbin:/sbin" command -v nginx; }
has_rtmp_module() { compgen -G '/usr/lib*/nginx/modules/ngx_rtmp_module.so' || compgen -G '/usr/share/nginx/modules/ngx_rtmp_module.so'; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb'; }
has_cjk_fonts() { compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' || compgen -G '/usr/share/fonts/*/*oto*CJK*'; }

# Prints the packages that are missing, one a line. Arguments: "run", "run test" or "run test bench".
missing_programs() {
  local entry group
  for group in "$@"; do
    local -n list="${group^^}_PROGRAMS"
    for entry in "${list[@]}"; do
      eval "${entry#*:}" >/dev/null 2>&1 || echo "${entry%%:*}"
    done
  done
}

install_programs() {
  local missing; mapfile -t missing < <(missing_programs "$@")
  [ ${#missing[@]} -eq 0 ] && return
  local by_hand="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null || die "Missing: ${missing[*]}. This system has no apt-get; install them with its own package manager."
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || [ -t 0 ] || die "Missing: ${missing[*]}. Type: sudo sh -c '$by_hand'"
    command -v sudo >/dev/null || die "Missing: ${missing[*]}. As root, type: $by_hand"
    root=(sudo)
  fi
  say "installing ${missing[*]}"
  # Debian starts servers as it installs them; ours are started by the studio, on ports and files of its own.
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null
    "${root[@]}" chmod +x "$policy"
    made=1
  fi
  local ok=1
  { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >artifacts/apt.log 2>&1 || ok=
  [ -n "$made" ] && "${root[@]}" rm -f "$policy"
  [ -n "$ok" ] || { tail -n 5 artifacts/apt.log >&2; die "Could not install ${missing[*]} (whole story: artifacts/apt.log). By hand: $by_hand"; }
  if [ "$(missing_programs "$@" | wc -l)" -ne 0 ]; then die "Still missing after the installation: $(missing_programs "$@" | tr '\n' ' ')"; fi
}

require_sdks() {
  command -v dotnet >/dev/null || die "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download"
  dotnet --list-sdks | grep -q '^10\.' || die "The .NET 10 SDK is missing (found: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')): https://dotnet.microsoft.com/download"
  command -v node >/dev/null || die "Node 20 or newer is missing: https://nodejs.org"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node 20 or newer is needed; this is $(node --version)."
}

# --- building ---------------------------------------------------------------

# A hash of the contents of files below the given paths.
fingerprint() {
  find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# step NAME HASH COMMAND…: runs the command unless it was done for the same hash; its output goes to a log.
step() {
  local name="$1" hash="$2"; shift 2
  mkdir -p "$STAMPS"
  [ -f "$STAMPS/$name" ] && [ "$(cat "$STAMPS/$name")" = "$hash" ] && return
  say "$name …"
  local begin=$SECONDS
  if ! "$@" >"artifacts/$name.log" 2>&1; then
    grep -E 'error|Error' "artifacts/$name.log" | sort -u | head -n 20 >&2 || tail -n 20 "artifacts/$name.log" >&2
    die "$name failed; the whole story: artifacts/$name.log"
  fi
  echo "$hash" >"$STAMPS/$name"
  say "$name done in $((SECONDS - begin)) s"
}

build_settings=(global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig)

setup_api() {
  step build-api "$(fingerprint src "${build_settings[@]}")" \
    dotnet build src/Studio.Api/Studio.Api.csproj -c Release -v q --nologo
}

setup_all_projects() {
  step build-all "$(fingerprint src tests Studio.sln "${build_settings[@]}")" \
    dotnet build Studio.sln -c Release -v q --nologo
  echo "$(fingerprint src "${build_settings[@]}")" >"$STAMPS/build-api"
}

setup_web() {
  [ -d web/node_modules ] || rm -f "$STAMPS/web-packages"
  step web-packages "$(fingerprint web/package.json web/package-lock.json)" npm --prefix web ci --no-audit --no-fund
  [ -d web/dist ] || rm -f "$STAMPS/build-web"
  step build-web "$(fingerprint web)" npm --prefix web run build
}

setup_run() {
  mkdir -p artifacts
  require_sdks
  install_programs run
  [ -f src/Studio.Api/bin/Release/net10.0/Studio.Api.dll ] || rm -f "$STAMPS/build-api"
  setup_api
  setup_web
}
