# Messages of the launcher.
say() { printf '· %s\n' "$*"; }
die() { printf '✗ %s\n' "$*" >&2; exit 2; }
