# ./studio up: set-up, then the studio in the foreground. Ctrl-C ends it and everything that it started.
studio_up() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --port) export Studio__Port="${2:?--port needs a number}"; shift 2 ;;
      --rtmp-port) export Studio__RtmpPort="${2:?--rtmp-port needs a number}"; shift 2 ;;
      --silo-port) export Studio__SiloPort="${2:?--silo-port needs a number}"; shift 2 ;;
      --data) export Studio__DataFolder="${2:?--data needs a folder}"; shift 2 ;;
      --redis) export Studio__Redis="${2:?--redis needs a connection string}"; shift 2 ;;
      --demo)
        export Studio__Demo=generated; shift
        if [ $# -gt 0 ] && [[ "$1" != --* ]]; then
          [ -f "$1" ] || die "--demo: there is no file '$1'."
          Studio__Demo="$(readlink -f "$1")"; shift
        fi ;;
      *) die "./studio up does not know '$1'; see ./studio help." ;;
    esac
  done
  setup_run
  export PATH="$PATH:/usr/sbin:/sbin"
  exec dotnet src/Studio.Api/bin/Release/net10.0/Studio.Api.dll
}
