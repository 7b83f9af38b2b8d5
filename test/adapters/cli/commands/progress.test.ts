import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CommandLineDependencies } from '../../../../src/adapters/cli/session/cli-dependencies.ts';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import type { ReportProgress } from '../../../../src/work/ports/progress.ts';
import { CLEARED, NO_CERTIFICATE } from '../../../formats/event/records.ts';
import { CONTOSO } from '../contoso.ts';
import { sessionOf, typeCommand } from '../desk.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** Standard error of a terminal that keeps what is written. */
function terminal(): { readonly stderr: CommandLineDependencies['stderr']; readonly written: () => string } {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      text += chunk;
      done();
    },
  });
  return { stderr: Object.assign(stream, { isTTY: true }), written: () => text };
}

const AT_A_TERMINAL = { world: CONTOSO, isTTY: true, environment: { TERM: 'xterm' } };

it('events export shows how many of the matching events are written, and removes the line before its result', async () => {
  const records: readonly EventRecord[] = [NO_CERTIFICATE, CLEARED];
  const session = sessionOf({ world: CONTOSO });
  const operations = {
    ...session.operations,
    async *events() {
      yield* records;
    },
    countEvents: async () => 5,
  };
  let nowMs = 0;
  const file = {
    append: async () => {
      // A slow disk.
      nowMs += 2000;
      vi.advanceTimersByTime(2000);
    },
    overwriteStart: async () => undefined,
    commit: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const { stderr, written } = terminal();
  const dependencies = {
    stderr,
    clock: { now: () => 0, monotonicMs: () => nowMs },
    open: async () => ({ ...session, operations }),
    openExportFile: async () => file,
  };
  const { code } = await typeCommand(['events', 'export', '--out', 'events.json'], { ...AT_A_TERMINAL, dependencies });
  expect(code).toBe(0);
  expect(written()).toBe('\r\x1b[?7lExporting: 2 of 5 events, 1.0/s, 3 s left\x1b[K\x1b[?7h\r\x1b[K');
});

it.each<[string, readonly string[], Partial<CommandLineDependencies>, boolean]>([
  ['on a terminal', [], {}, true],
  ['not with --quiet', ['--quiet'], {}, false],
  ['not on a dumb terminal', [], { environment: { TERM: 'dumb' } }, false],
  ['not on an unknown terminal', [], { environment: {} }, false],
  ['without color too', [], { environment: { TERM: 'xterm', NO_COLOR: '1' } }, true],
])('a session is asked for progress %s', async (_, options, changed, isAsked) => {
  let given: ReportProgress | undefined;
  const dependencies: Partial<CommandLineDependencies> = {
    stderr: terminal().stderr,
    ...changed,
    open: async ({ reportProgress }) => {
      given = reportProgress;
      return sessionOf({ world: CONTOSO });
    },
  };
  await typeCommand([...options, 'certificates'], { ...AT_A_TERMINAL, dependencies });
  expect(given !== undefined).toBe(isAsked);
});

it('a session is not asked for progress if an output is not a terminal', async () => {
  const given: unknown[] = [];
  const open: CommandLineDependencies['open'] = async ({ reportProgress }) => {
    given.push(reportProgress);
    return sessionOf({ world: CONTOSO });
  };
  await typeCommand(['certificates'], { ...AT_A_TERMINAL, dependencies: { open } });
  await typeCommand(['certificates'], { ...AT_A_TERMINAL, isTTY: false, dependencies: { open, ...terminal() } });
  expect(given).toEqual([undefined, undefined]);
});
