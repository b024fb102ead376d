# ./studio doctor: looks, changes nothing.
studio_doctor() {
  local bad=0
  check() { # WORDS CURE COMMAND…
    local words="$1" cure="$2"; shift 2
    if "$@" >/dev/null 2>&1; then printf '✓ %s\n' "$words"; else printf '✗ %s\n    %s\n' "$words" "$cure"; bad=1; fi
  }
  sdk_is_there() { dotnet --list-sdks | grep -q '^10\.'; }
  node_is_new() { [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }
  has_space() { [ "$(df -Pm . | awk 'NR==2{print $4}')" -ge 2000 ]; }
  port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
  check ".NET 10 SDK" "https://dotnet.microsoft.com/download" sdk_is_there
  check "Node 20 or newer" "https://nodejs.org" node_is_new
  local entry group
  for group in run test; do
    local -n list="${group^^}_PROGRAMS"
    for entry in "${list[@]}"; do
      check "${entry%%:*} (for $group)" "sudo apt-get install -y --no-install-recommends ${entry%%:*}" eval "${entry#*:}"
    done
  done
  check "2 GB free on this disk" "make room: recordings need about 2 GB an hour" has_space
  check "port ${Studio__Port:-5080} free (HTTP)" "another program has it, or the studio runs; ./studio up --port N" port_is_free "${Studio__Port:-5080}"
  check "port ${Studio__RtmpPort:-1935} free (RTMP)" "another program has it, or the studio runs; ./studio up --rtmp-port N" port_is_free "${Studio__RtmpPort:-1935}"
  return "$bad"
}
