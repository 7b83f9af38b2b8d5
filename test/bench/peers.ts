import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that mailcertd is measured against; undefined where one cannot be had here. */
export interface Peers {
  /** Go's standard library, all processors. */
  readonly go: string | undefined;
  /** The limit: C, own DER fields, both hashes. */
  readonly c: string | undefined;
  /** Creates directories of distinct certificates. */
  readonly generator: string | undefined;
  /** Serves local mail listeners, and drives probers over them. */
  readonly listeners: string | undefined;
  /** blackbox_exporter. */
  readonly blackbox: string | undefined;
  /** Why the others are missing. */
  readonly skipped: readonly string[];
}

/** Where the programs' sources lie, beside the repository. */
const SOURCES: string = join('..', 'shared', 'bench');

/** Builds the available programs into `directory`; existing ones are used as they are. */
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

/** As Debian names it, and as the project does. */
const BLACKBOX = ['prometheus-blackbox-exporter', 'blackbox_exporter'];

function findBlackbox(skipped: string[]): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = BLACKBOX.flatMap((name) => directories.map((directory) => join(directory, name))).find(existsSync);
  if (found === undefined) skipped.push('blackbox_exporter: apt-get install prometheus-blackbox-exporter');
  return found;
}
