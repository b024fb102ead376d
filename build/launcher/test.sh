# ./studio test [FILTER]: formatters, the screens' own tests, and every xUnit project; one sum at the end.
passed=0 failed=0

# A check without counts of its own counts as one test.
check_one() { # NAME COMMAND…
  local name="$1"; shift
  if "$@" >"artifacts/$name.log" 2>&1; then
    passed=$((passed + 1)); printf '✓ %s\n' "$name"
  else
    failed=$((failed + 1)); printf '✗ %s (artifacts/%s.log)\n' "$name" "$name"; tail -n 25 "artifacts/$name.log"
  fi
}

run_vitest() {
  local log=artifacts/web-tests.log report=artifacts/web-tests.json counts
  rm -f "$report"
  npm --prefix web run --silent test -- --reporter=default --reporter=json --outputFile="../$report" >"$log" 2>&1 || true
  if [ ! -f "$report" ]; then
    failed=$((failed + 1)); printf '✗ web tests did not run (%s)\n' "$log"; tail -n 25 "$log"; return
  fi
  counts="$(node -p "const r = require('./$report'); r.numPassedTests + ' ' + (r.numFailedTests + (r.success || r.numFailedTests ? 0 : 1))")"
  add_counts "web" "${counts% *}" "${counts#* }" "$log"
}

run_xunit() { # PROJECT [FILTER]
  local project="$1" filter="${2:-}" log="artifacts/$1.log" arguments=() line total bad errors skipped
  [ -n "$filter" ] && arguments=(-method "*$filter*")
  local code=0
  timeout --foreground 1800 dotnet "tests/$project/bin/Release/net10.0/$project.dll" -noColor -noLogo "${arguments[@]}" >"$log" 2>&1 || code=$?
  # "   Studio.Api.Tests  Total: 12, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.2s"; only "Total: 0" when the filter leaves none
  line="$(grep -E 'Total: [0-9]+' "$log" | tail -n 1 || true)"
  if [ -z "$line" ]; then
    failed=$((failed + 1)); printf '✗ %s did not finish (exit code %s, %s)\n' "$project" "$code" "$log"; tail -n 25 "$log"; return
  fi
  total="$(count_of Total "$line")" errors="$(count_of Errors "$line")" bad="$(count_of Failed "$line")" skipped="$(count_of Skipped "$line")"
  if [ "$total" -eq 0 ]; then
    # No test at all is right only where a filter left none.
    [ -n "$filter" ] || { failed=$((failed + 1)); printf '✗ %s has no tests (%s)\n' "$project" "$log"; }
    return
  fi
  add_counts "$project" "$((total - bad - skipped))" "$((bad + errors))" "$log"
}

count_of() { # WORD LINE
  local count; count="$(sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$2")"
  echo "${count:-0}"
}

add_counts() { # NAME PASSED FAILED LOG
  passed=$((passed + $2)) failed=$((failed + $3))
  if [ "$3" -eq 0 ]; then printf '✓ %-24s %4s passed\n' "$1" "$2"; else printf '✗ %-24s %4s passed, %s failed (%s)\n' "$1" "$2" "$3" "$4"; grep -E -A12 '\[FAIL\]|FAIL ' "$4" | head -n 80 || true; fi
}

studio_test() {
  local filter="${1:-}" project
  mkdir -p artifacts
  require_sdks
  install_programs run test
  setup_all_projects
  setup_web
  export PATH="$PATH:/usr/sbin:/sbin"
  if [ -z "$filter" ]; then
    check_one format-cs dotnet format whitespace Studio.sln --verify-no-changes --no-restore
    check_one format-web npm --prefix web run --silent format:check
    check_one lint-web npm --prefix web run --silent lint
    check_one api-client npm --prefix web run --silent api:check
    run_vitest
  fi
  for project in MediaPipeline.Tests Studio.Grains.Tests Studio.Api.Tests Studio.Browser.Tests; do
    run_xunit "$project" "$filter"
  done
  [ $((passed + failed)) -gt 0 ] || die "No test has '$filter' in its name."
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
