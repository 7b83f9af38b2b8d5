#!/bin/bash
# Runs a disposable copy of this machine with its own network until standard input is closed.
#
#   boot.sh REPOSITORY PACKAGE...
#
# PACKAGE is a .deb file. It is unpacked over the copy without conflict checks and without running its
# scripts. When the copy is ready, the line `ready PID` is printed. `nsenter -t PID -m -n -p` enters
# the copy; /proc/PID/root is its root directory. Requires root and a kernel with overlay.
set -euo pipefail

if [ "${1:-}" != --inside ]; then
  exec setpriv --pdeathsig KILL unshare --mount --net --propagation private bash "$0" --inside "$@"
fi
repository=$(realpath "$2")
shift 2

# Everything below is private to this mount namespace: the machine does not see the mounts, and no
# files remain.
scratch=$(mktemp -d)
mount -t tmpfs -o mode=0755 tmpfs "$scratch"
cd "$scratch"
mkdir upper work root
mount -t overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" overlay root
for package in "$@"; do dpkg-deb -x "$package" root; done
ldconfig -r root
mount -t tmpfs -o mode=0755 tmpfs root/run
mount --rbind /dev root/dev
# The copy lacks other file systems than that of the root directory. These mounts are read-only, so
# that the copy cannot change the machine.
places=("$repository" "$(dirname "$(realpath "$(command -v node)")")")
for place in "${places[@]}"; do
  [ "$(stat -c %d "$place")" != "$(stat -c %d /)" ] || continue
  mkdir -p "root$place"
  mount --bind "$place" "root$place"
  mount -o remount,bind,ro "root$place"
done
# Other accounts of the copy run the program too, also if the repository is in a home directory of mode 0700.
for place in "${places[@]}"; do
  while place=$(dirname "$place") && [ "$place" != / ]; do chmod o+x "root$place"; done
done
ip link set lo up

cat >first <<'FIRST'
set -euo pipefail
cd root
mount -t proc proc proc
mkdir run/before
pivot_root . run/before
umount -l /run/before
rmdir /run/before
touch /run/up
# This shell is the init process, and waits for orphaned processes.
sleep infinity &
wait
FIRST
setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount bash first </dev/null >/dev/null 2>said &
namespace=$!
trap 'kill -KILL "$namespace" 2>/dev/null || true' EXIT

for _ in {1..500}; do
  init=$(tr -d ' ' <"/proc/$namespace/task/$namespace/children" 2>/dev/null || true)
  [ -n "$init" ] && [ -e "/proc/$init/root/run/up" ] && break
  kill -0 "$namespace" 2>/dev/null || break
  init=
  sleep 0.02
done
if [ -z "$init" ]; then
  cat said >&2
  echo 'the copy did not come up' >&2
  exit 1
fi
echo "ready $init"
cat >/dev/null
