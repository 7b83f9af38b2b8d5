import { describe, expect, it } from 'vitest';
import { runHook } from '../../../../src/adapters/notify/hook/run-hook.ts';
import { HOOK_FAILURES } from '../../../../src/domain/failure/hook-failures.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

/** Runs a configured command whose runner reports an exit code, as setpriv exits. */
async function reasonFor(path: string, code: number): Promise<string | undefined> {
  const end = {
    how: { kind: 'exited', code },
    result: HOOK_FAILURES.program_exit_code({ number: code }),
    durationMs: 1,
    tail: '',
  } as const;
  const parameters = { environment: {}, input: '', timeoutMs: 1000, tailBytes: 0 };
  const hook = { name: path, command: [path] } as const;
  const { reason } = await runHook(hook, parameters, async () => end, new AbortController().signal);
  return reason;
}

describe('a hook that setpriv starts', () => {
  it('was not started if its file is missing or not executable', async () => {
    using directory = temporaryDirectory();
    expect(await reasonFor(directory.at('missing'), 127)).toBe('hook_not_started');
    expect(await reasonFor(directory.write('file', '', 0o644), 126)).toBe('hook_not_started');
  });

  it('failed if its file is executable, whatever its exit code is', async () => {
    using directory = temporaryDirectory();
    const program = directory.write('program', '#!/bin/sh\nexit 127\n', 0o755);
    expect(await reasonFor(program, 127)).toBe('hook_failed');
    expect(await reasonFor(program, 126)).toBe('hook_failed');
    expect(await reasonFor(directory.at('missing'), 1)).toBe('hook_failed');
  });
});
