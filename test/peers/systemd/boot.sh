#!/bin/bash
# Boots a separate systemd on a disposable copy of this machine until standard input is closed.
#
#   boot.sh STAGE
#
# The files of STAGE (usr/…, etc/…) are copied over the root directory first. When systemd runs, the
# line `ready PID` is printed with its PID. `nsenter -t PID -m -p -i -u -C` enters the copy. All
# changes are lost at the end, because the upper directory of the root overlay is in memory. Requires
# root, systemd and a kernel with overlay and cgroup2.
set -euo pipefail

if [ "${1:-}" != --inside ]; then
  exec setpriv --pdeathsig KILL unshare --mount --propagation private bash "$0" --inside "$(realpath "${1:?STAGE}")"
fi
stage=$2

# Everything below is private to this mount namespace: the machine does not see the mounts, and no
# files remain.
scratch=$(mktemp -d)
mount -t tmpfs -o mode=0755 tmpfs "$scratch"
cd "$scratch"
mkdir upper work root groups
mount -t overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" overlay root

# Only units that the tested unit requires are started: no logins, no hardware, no timers.
rm -rf root/etc/systemd/system/*.wants root/usr/lib/systemd/system/*.wants root/usr/lib/systemd/system-generators \
  root/etc/fstab root/var/log/journal root/usr/lib/systemd/system/tmp.mount
mkdir -p root/etc/systemd/system root/etc/systemd/journald.conf.d
printf '[Unit]\nDefaultDependencies=no\nWants=systemd-journald.service\nAfter=systemd-journald.service\n' \
  >root/etc/systemd/system/stage.target
printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\n' >root/etc/systemd/journald.conf.d/stage.conf
printf '%032x\n' "$$" >root/etc/machine-id
cp -a --remove-destination "$stage/." root/

mount -t tmpfs -o mode=0755 tmpfs root/run
mount -t tmpfs -o mode=1777 tmpfs root/tmp
mount -t tmpfs -o mode=0755 tmpfs root/dev
mkdir root/dev/pts root/dev/shm root/dev/mqueue
mount -t tmpfs -o mode=1777 tmpfs root/dev/shm
for device in null zero full random urandom tty; do
  touch "root/dev/$device"
  mount --bind "/dev/$device" "root/dev/$device"
done
ln -s /proc/self/fd root/dev/fd
ln -s pts/ptmx root/dev/ptmx
mount -t sysfs -o ro sysfs root/sys

# A separate cgroup becomes the root of the cgroup namespace, so that systemd does not change the
# cgroups of the machine.
mount -t cgroup2 cgroup2 groups
group=groups/mailcertd-stage-$$
mkdir "$group"

cat >first <<'FIRST'
set -euo pipefail
cd root
mount -t proc proc proc
mount -t cgroup2 cgroup2 sys/fs/cgroup
mkdir run/before
pivot_root . run/before
umount -l /run/before
rmdir /run/before
mount --make-rshared /
export container=stage
exec /usr/lib/systemd/systemd --system --unit=stage.target --log-target=journal --show-status=no
FIRST
(
  echo "$BASHPID" >"$group/cgroup.procs"
  exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount --cgroup --ipc --uts bash first
) </dev/null >/dev/null 2>said &
namespace=$!

finish() {
  kill -KILL "$namespace" 2>/dev/null || true
  wait "$namespace" 2>/dev/null || true
  # The kernel empties the cgroups a moment after the end of the last process.
  for _ in {1..50}; do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
    sleep 0.1
  done
}
trap finish EXIT

inside() { nsenter -t "$init" -m -p -i -u -C "$@"; }
for _ in {1..150}; do
  init=$(tr -d ' ' <"/proc/$namespace/task/$namespace/children" 2>/dev/null || true)
  [ -n "$init" ] && inside systemctl is-active --quiet stage.target 2>/dev/null && break
  kill -0 "$namespace" 2>/dev/null || break
  init=
  sleep 0.1
done
if [ -z "$init" ]; then
  cat said >&2
  echo 'systemd did not come up' >&2
  exit 1
fi
echo "ready $init"
cat >/dev/null
