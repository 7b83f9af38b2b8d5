#!/bin/bash
# A throw-away copy of this machine with a network of its own, until standard input ends.
#
#   boot.sh REPOSITORY PACKAGE...
#
# PACKAGE is a .deb file: it is unpacked over the copy, whatever it conflicts with; nothing of it is run. When all is
# ready, a line `ready PID` is printed: `nsenter -t PID -m -n -p` enters, /proc/PID/root is the copy's root folder.
# Needs root and a kernel with overlay.
set -euo pipefail

if [ "${1:-}" != --inside ]; then
  exec setpriv --pdeathsig KILL unshare --mount --net --propagation private bash "$0" --inside "$@"
fi
repository=$(realpath "$2")
shift 2

# All below is private to this mount namespace: the machine sees neither the mounts nor, at the end, the files.
ground=$(mktemp -d)
mount -t tmpfs -o mode=0755 tmpfs "$ground"
cd "$ground"
mkdir upper work root
mount -t overlay -o "lowerdir=/,upperdir=$ground/upper,workdir=$ground/work" overlay root
for package in "$@"; do dpkg-deb -x "$package" root; done
ldconfig -r root
mount -t tmpfs -o mode=0755 tmpfs root/run
mount --rbind /dev root/dev
# What is not on the root's file system, the copy has not got. Read only: what is done there is not to be done here.
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
# Whatever is left behind by its parent is this shell's, and is buried by it.
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
