import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly isZombie: boolean;
}

/** undefined: there is none of this number. @see proc_pid_stat(5) */
function look(pid: number | string): Process | undefined {
  try {
    const [, number, state, parent, group] =
      /^(\d+) \(.*\) (\S) (\d+) (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { pid: Number(number), parent: Number(parent), group: Number(group), isZombie: state === 'Z' };
  } catch {
    return undefined;
  }
}

const all = (): readonly Process[] =>
  readdirSync('/proc').flatMap((name) => (/^\d/.test(name) ? (look(name) ?? []) : []));

/** Whether a process runs: one that is dead and waits for its parent does not. */
export function runs(pid: number): boolean {
  return look(pid)?.isZombie === false;
}

/** Who runs in a process group. */
export function groupOf(group: number): readonly number[] {
  return all().flatMap((one) => (one.group === group && !one.isZombie ? [one.pid] : []));
}

/** Children of this process that nobody has waited for. */
export function zombies(): readonly number[] {
  return all().flatMap(({ pid, parent, isZombie }) => (parent === process.pid && isZombie ? [pid] : []));
}

/** How many files and sockets this process holds open. */
export function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
