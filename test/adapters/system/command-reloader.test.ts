import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandReloader } from '../../../src/adapters/system/command-reloader.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { HOOK_FAILURES } from '../../../src/domain/failure/hook-failures.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { saying } from '../../domain/failure/saying.ts';
import { runs, zombies } from '../../fixtures/processes.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  expect(zombies()).toEqual([]);
  directory[Symbol.dispose]();
});

function reload(
  script: string,
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Outcome> {
  const program = directory.write('reload', `#!/bin/sh\n${script}\n`, 0o755);
  const environment = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', SECRET: 'marker' };
  const { timeoutMs, signal = new AbortController().signal } = options;
  return commandReloader(environment, timeoutMs).reload([program, 'a b', '$(id)'], signal);
}

describe('the command that reloads a server', () => {
  it('is run without a shell, only with PATH, LANG and TZ, and the end of its output is kept', async () => {
    const outcome = await reload('cat; echo "$1|$2|$SECRET|$LANG"; echo "$PATH" >&2');
    expect(outcome.kind).toBe('delivered');
    expect(failureText(outcome.failure, 'en').split('\n')).toEqual([
      'a b|$(id)||C.UTF-8',
      '/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ]);
  });

  it.each([
    ['echo no >&2; exit 3', 'reload_failed', 'exit code 3: no'],
    ['kill -KILL $$', 'reload_failed', 'terminated by SIGKILL'],
    ['echo one; echo two; exit 1', 'reload_failed', 'exit code 1: one\ntwo'],
  ])('that fails has its reason: %s', async (script, reason, detail) => {
    expect(await reload(script)).toEqual({
      kind: 'retry',
      reason,
      failure: saying(detail),
      notBefore: undefined,
    });
  });

  it('that does not exist has failed', async () => {
    const { signal } = new AbortController();
    expect(await commandReloader({}).reload(['/no/such/program'], signal)).toEqual({
      kind: 'rejected',
      reason: 'reload_failed',
      failure: HOOK_FAILURES.program_missing,
      disable: false,
    });
  });

  it('that takes too long is killed, with its child processes', async () => {
    const outcome = await reload(`sleep 1000 & echo $! >${directory.at('child')}; echo begun; wait`, {
      timeoutMs: 300,
    });
    expect(outcome).toEqual({
      kind: 'retry',
      reason: 'timed_out',
      failure: saying('timed out, and stopped: begun'),
      notBefore: undefined,
    });
    await vi.waitUntil(() => !runs(Number(readFileSync(directory.at('child'), 'utf8'))), { timeout: 5000 });
  });

  it('is killed on an abort', async () => {
    const stopping = new AbortController();
    const reloading = reload(`echo $$ >${directory.at('self')}; exec sleep 1000`, { signal: stopping.signal });
    await vi.waitUntil(() => existsSync(directory.at('self')) && readFileSync(directory.at('self')).length > 0);
    stopping.abort();
    expect(await reloading).toMatchObject({ reason: 'reload_failed', failure: saying('canceled, and stopped') });
    expect(runs(Number(readFileSync(directory.at('self'), 'utf8')))).toBe(false);
  });
});
