# ./studio bench and ./studio faults: programs of their own below tests/. ./studio verify and ./studio clip: verbs of the studio's own.
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

# Needs nothing but the built program; the studio may run or not.
run_verb() { # VERB ARGUMENTS…
  mkdir -p artifacts
  require_sdks
  [ -f src/Studio.Api/bin/Release/net10.0/Studio.Api.dll ] || rm -f "$STAMPS/build-api"
  setup_api
  exec dotnet src/Studio.Api/bin/Release/net10.0/Studio.Api.dll "$@"
}

studio_verify() { run_verb verify "$@"; }
studio_clip() { # names of films are those of the folder it was called in
  local given=() name=""
  for argument in "$@"; do
    case "$name" in
      file | out) [[ "$argument" = /* ]] || argument="$CALLED_IN/$argument" ;;
    esac
    given+=("$argument")
    case "${#given[@]}:$argument" in
      1:plan | 1:cut | 1:analyse | 1:tighten) name=file ;;
      *:--out) name=out ;;
      *) name="" ;;
    esac
  done
  run_verb clip "${given[@]}"
}
