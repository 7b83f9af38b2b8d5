import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs to which mailcertd is compared; undefined: not available on this machine. */
export interface Peers {
  /** A scan with the standard library of Go, on all processors. */
  readonly go: string | undefined;
  /** The minimum: a scan in C that only reads DER fields and computes both hashes. */
  readonly c: string | undefined;
  /** Creates directories of distinct certificates. */
  readonly generator: string | undefined;
  /** Serves local mail listeners, and runs probers for them. */
  readonly listeners: string | undefined;
  /** blackbox_exporter. */
  readonly blackbox: string | undefined;
  /** The reasons why programs are missing. */
  readonly skipped: readonly string[];
}

/** The directory of the programs' sources, next to the repository. */
const SOURCES: string = join('..', 'shared', 'bench');

/** Builds the available programs into `directory`; existing ones are not built again. */
export function buildPeers(directory: string): Peers {
  const skipped: string[] = [];
  const build = (name: string, source: string, compiler: string, argvOf: (target: string) => readonly string[]) => {
    const target = join(directory, name);
    if (existsSync(target)) return target;
    const cwd = join(SOURCES, source);
    if (!existsSync(cwd)) {
      skipped.push(`${name}: ${cwd} is not there`);
      return undefined;
    }
    try {
      execFileSync(compiler, argvOf(target), { cwd, stdio: 'pipe' });
      return target;
    } catch (error) {
      const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
      skipped.push(`${name}: ${line}`);
      return undefined;
    }
  };
  const go = (target: string): readonly string[] => ['build', '-o', target, '.'];
  return {
    go: build('goscan', 'go-scan', 'go', go),
    c: build('certscan', 'c', 'gcc', (target) => ['-O2', '-o', target, 'certscan.c', '-lcrypto', '-lpthread']),
    generator: build('gencerts', 'gencerts', 'go', go),
    listeners: build('listeners', 'listeners', 'go', go),
    blackbox: findBlackbox(skipped),
    skipped,
  };
}

/** The names in Debian, and of the project. */
const BLACKBOX = ['prometheus-blackbox-exporter', 'blackbox_exporter'];

function findBlackbox(skipped: string[]): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = BLACKBOX.flatMap((name) => directories.map((directory) => join(directory, name))).find(existsSync);
  if (found === undefined) skipped.push('blackbox_exporter: apt-get install prometheus-blackbox-exporter');
  return found;
}
