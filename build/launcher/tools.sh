# ./studio bench and ./studio faults: programs of their own below tests/. ./studio verify: a verb of the studio's own.
run_tool() { # PROJECT GROUPS ARGUMENTS…
  local project="$1" groups=(); read -ra groups <<<"$2"; shift 2
  mkdir -p artifacts
  require_sdks
  install_programs "${groups[@]}"
  setup_all_projects
  setup_web
  export PATH="$PATH:/usr/sbin:/sbin"
  exec dotnet "tests/$project/bin/Release/net10.0/$project.dll" "$@"
}

studio_bench() { run_tool Studio.Bench "run test bench" "$@"; }
studio_faults() { run_tool Studio.Faults "run test" "$@"; }

# ./studio verify: needs nothing but the built program; the studio may run or not.
studio_verify() {
  mkdir -p artifacts
  require_sdks
  [ -f src/Studio.Api/bin/Release/net10.0/Studio.Api.dll ] || rm -f "$STAMPS/build-api"
  setup_api
  exec dotnet src/Studio.Api/bin/Release/net10.0/Studio.Api.dll verify "$@"
}
