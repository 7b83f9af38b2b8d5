import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_EVENTS } from '../../src/domain/event/catalog/all.ts';
import { hostSuspended } from '../../src/domain/event/catalog/host-suspended.ts';
import { ruleFailed } from '../../src/domain/event/catalog/rule-failed.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../peers/needs.ts';
import { type Stage, stageMailcertd } from '../peers/systemd/stage.ts';

const repository = resolve(import.meta.dirname, '../..');

/** The account nobody: root could write where a page says that writing fails. */
const UNPRIVILEGED = 65534;

const pageOf = (name: string): string => readFileSync(join(repository, 'docs/events', `${name}.md`), 'utf8');

/** Returns the shell lines under a heading; undefined: there are none. */
function linesUnder(heading: string, page: string): string | undefined {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return /```sh\n([\s\S]*?)```/.exec(section)?.[1];
}

/** The lines of the index page that prepare the test directory. */
const PREPARE = [
  ...(pageOf('README').split('\n## Prepare a test directory\n')[1] ?? '').matchAll(/```sh\n([\s\S]*?)```/g),
]
  .map(([, lines]) => lines)
  .join('\n');

/** A function that lengthens each `sleep` of a page for a slow machine. */
const STRETCH = 'sleep() { command sleep $(($1 * PATIENCE)); }';

const isRoot = needsRoot();
const hasFaketime = needs('faketime');

describe('the recipe for an event', () => {
  const directory = temporaryDirectory();
  let stage: Stage;

  beforeAll(async () => {
    // A copy with restricted permissions, because the repository may be in a directory that only
    // root can read.
    stage = await stageMailcertd();
    const own = join(stage.path, 'usr/bin/node');
    const node = existsSync(own) ? own : '/usr/bin/node';
    directory.write(
      'bin/mailcertd',
      `#!/bin/sh\nexec ${node} ${stage.path}/usr/lib/mailcertd/dist/main/bin.js "$@"\n`,
      0o755,
    );
    directory.write('bin/node', `#!/bin/sh\nexec ${node} "$@"\n`, 0o755);
    chmodSync(directory.path, 0o755);
    // Localhost must have two addresses, as the pages assume.
    directory.write('hosts', '127.0.0.1 localhost\n::1 localhost\n', 0o644);
  });
  afterAll(async () => {
    directory[Symbol.dispose]();
    await stage[Symbol.asyncDispose]();
  });

  const asUnprivilegedUser = [
    ...[
      'unshare',
      '--mount',
      'sh',
      '-c',
      `mount --bind ${directory.at('hosts')} /etc/hosts && exec setpriv "$@"`,
      'sh',
    ],
    ...[`--reuid=${UNPRIVILEGED}`, `--regid=${UNPRIVILEGED}`, '--clear-groups'],
  ];

  /**
   * Runs the lines of a page in a new directory as an unprivileged user, and returns the output.
   * @param patience the factor by which each `sleep` is longer
   */
  function follow(lines: string, patience: number): Promise<string> {
    const place = mkdtempSync(directory.at('page-'));
    // Other accounts can enter the directory: otherwise its key would not be reported as exposed.
    chmodSync(place, 0o755);
    // Hooks are only run from a directory that others cannot write to.
    if (isRoot) chownSync(place, UNPRIVILEGED, UNPRIVILEGED);
    const environment = {
      PATIENCE: String(patience),
      PATH: `${directory.at('bin')}:${process.env['PATH']}`,
      TZ: 'UTC',
      LC_ALL: 'C.UTF-8',
    };
    // `timeout` also ends the servers that a page has started.
    const command = ['timeout', '50', 'bash', '-c', `${STRETCH}\n${PREPARE}\n${lines}`];
    const [program = '', ...rest] = isRoot ? [...asUnprivilegedUser, ...command] : command;
    return new Promise((answer) => {
      execFile(program, rest, { cwd: place, env: environment }, (_, stdout, stderr) => answer(stdout + stderr));
    });
  }

  const attempts = new Map<number, number>();
  // A rule only fails because of an error in the program, and a test must not suspend the host.
  const unmakeable: ReadonlySet<number> = new Set([ruleFailed.eventId, hostSuspended.eventId]);
  const makeable = ALL_EVENTS.filter(({ eventId }) => !unmakeable.has(eventId));

  // Pages wait for two seconds, while a busy machine may need six. A failed page is retried with
  // longer waits.
  it.concurrent.each(makeable)('raises $eventId $symbolicName', { retry: 2, timeout: 60_000 }, async ({ eventId }) => {
    const lines = linesUnder('Raise it for a test', pageOf(String(eventId)));
    if (lines === undefined) throw new Error(`docs/events/${eventId}.md has no lines that raise it`);
    if (lines.includes('faketime') && !hasFaketime) return;
    if (lines.includes('localhost') && !isRoot) return;
    const tried = attempts.get(eventId) ?? 0;
    attempts.set(eventId, tried + 1);
    const printed = await follow(lines, 1 + 2 * tried);
    expect(printed).toMatch(new RegExp(`^(Event ID: +${eventId}|\\S+ (Info|Warning|Error) +${eventId} .*)$`, 'm'));
  });
});
