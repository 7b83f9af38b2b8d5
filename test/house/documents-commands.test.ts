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

/** Nobody, on every Linux: root writes where a page says that writing fails. */
const NOBODY = 65534;

const pageOf = (name: string): string => readFileSync(join(repository, 'docs/events', `${name}.md`), 'utf8');

/** The shell lines under a heading; undefined where there are none. */
function linesUnder(heading: string, page: string): string | undefined {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return /```sh\n([\s\S]*?)```/.exec(section)?.[1];
}

/** The lines of the index that prepare the test directory. */
const PREPARE = [
  ...(pageOf('README').split('\n## Prepare a test directory\n')[1] ?? '').matchAll(/```sh\n([\s\S]*?)```/g),
]
  .map(([, lines]) => lines)
  .join('\n');

/** A page's `sleep 2` lasts as long as the machine is slow. */
const STRETCH = 'sleep() { command sleep $(($1 * PATIENCE)); }';

const isRoot = needsRoot();
const hasFaketime = needs('faketime');

describe('the recipe for an event', () => {
  const directory = temporaryDirectory();
  let stage: Stage;

  beforeAll(async () => {
    // A copy with restricted permissions: the repository may be in a directory that only root can
    // read.
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
    // On many hosts localhost has one address; on this one, as pages see it, it has two.
    directory.write('hosts', '127.0.0.1 localhost\n::1 localhost\n', 0o644);
  });
  afterAll(async () => {
    directory[Symbol.dispose]();
    await stage[Symbol.asyncDispose]();
  });

  const asNobody = [
    ...[
      'unshare',
      '--mount',
      'sh',
      '-c',
      `mount --bind ${directory.at('hosts')} /etc/hosts && exec setpriv "$@"`,
      'sh',
    ],
    ...[`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
  ];

  /**
   * Does what a page says, in a new directory, as a user without privileges; its waits so many times as long. Answers all
   * that was printed.
   */
  function follow(lines: string, patience: number): Promise<string> {
    const place = mkdtempSync(directory.at('page-'));
    // One that others can enter: a key in a closed directory is not reported as exposed.
    chmodSync(place, 0o755);
    // His own, as anybody's directory: a hook in one that others may write to is not run.
    if (isRoot) chownSync(place, NOBODY, NOBODY);
    const environment = {
      PATIENCE: String(patience),
      PATH: `${directory.at('bin')}:${process.env['PATH']}`,
      TZ: 'UTC',
      LC_ALL: 'C.UTF-8',
    };
    // It ends the servers as well that a page has started and not come to end.
    const command = ['timeout', '50', 'bash', '-c', `${STRETCH}\n${PREPARE}\n${lines}`];
    const [program = '', ...rest] = isRoot ? [...asNobody, ...command] : command;
    return new Promise((answer) => {
      execFile(program, rest, { cwd: place, env: environment }, (_, stdout, stderr) => answer(stdout + stderr));
    });
  }

  const attempts = new Map<number, number>();
  // A rule that fails is an error of the program, and a test must not suspend the host.
  const unmakeable: ReadonlySet<number> = new Set([ruleFailed.eventId, hostSuspended.eventId]);
  const makeable = ALL_EVENTS.filter(({ eventId }) => !unmakeable.has(eventId));

  // The pages wait two seconds where a busy machine may need six: such a page is tried again, with more patience.
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
