# ./studio bench and ./studio faults: programs of their own below tests/.
run_tool() { # PROJECT ARGUMENTS…
  local project="$1"; shift
  mkdir -p artifacts
  require_sdks
  install_programs run test
  setup_all_projects
  setup_web
  export PATH="$PATH:/usr/sbin:/sbin"
  exec dotnet "tests/$project/bin/Release/net10.0/$project.dll" "$@"
}

studio_bench() { run_tool Studio.Bench "$@"; }
studio_faults() { run_tool Studio.Faults "$@"; }
