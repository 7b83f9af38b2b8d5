import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../src/adapters/discovery/run-tool.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const never = new AbortController().signal;

describe('a tool of a mail server', () => {
  it("is run without a shell, without this process's environment, and with empty standard input", async () => {
    process.env['MAILCERTD_TEST_SECRET'] = 'hunter2';
    try {
      const ran = await runTool(['/bin/sh', '-c', 'cat; env; echo "$0 $1" >&2', '$(id)', '; id'], never);
      expect(ran).toMatchObject({ kind: 'ran', exitCode: 0, errorOutput: '$(id) ; id' });
      expect(ran.kind === 'ran' && ran.output).not.toContain('hunter2');
      expect(ran.kind === 'ran' && ran.output).toContain('LC_ALL=C');
    } finally {
      delete process.env['MAILCERTD_TEST_SECRET'];
    }
  });

  it('returns its exit code and its error message on one line', async () => {
    expect(await runTool(['/bin/sh', '-c', 'echo out; echo; echo bad >&2; echo worse >&2; exit 75'], never)).toEqual({
      kind: 'ran',
      exitCode: 75,
      output: 'out\n\n',
      errorOutput: 'bad worse',
    });
  });

  it('that does not exist is not installed; one that cannot be run is a problem', async () => {
    using directory = temporaryDirectory();
    const closed = directory.write('tool', '#!/bin/sh\n', 0o600);
    expect(await runTool(['mailcertd-no-such-tool', '-n'], never)).toEqual({ kind: 'not-installed' });
    expect(await runTool([closed, '-n'], never)).toMatchObject({
      kind: 'problem',
      problem: { reason: 'permission_denied', location: `${closed} -n` },
    });
  });

  it('that does not exist is not installed, even if a directory of the path cannot be entered', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    mkdirSync(directory.at('closed'));
    mkdirSync(directory.at('open'));
    chmodSync(directory.write('open/mailcertd-refused-tool', '#!/bin/sh\n'), 0o600);
    chmodSync(directory.at('closed'), 0o700);
    const path = process.env['PATH'];
    process.env['PATH'] = `${directory.at('closed')}:${directory.at('open')}:${path}`;
    try {
      await asUnprivileged(async () => {
        expect(() => statSync(directory.at('closed/any'))).toThrow(/EACCES/);
        expect(await runTool(['mailcertd-no-such-tool', '-n'], never)).toEqual({ kind: 'not-installed' });
        expect(await runTool(['mailcertd-refused-tool', '-n'], never)).toMatchObject({
          kind: 'problem',
          problem: { reason: 'permission_denied' },
        });
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('that cannot be started with its arguments is a problem', async () => {
    for (const argument of ['a\0b', 'a'.repeat(1024 * 1024)]) {
      expect(await runTool(['/bin/true', argument], never)).toMatchObject({
        kind: 'problem',
        problem: { reason: 'command_failed' },
      });
    }
  });

  it('is searched in the system directories, and not in the working directory, if PATH is not set', async () => {
    const path = process.env['PATH'];
    delete process.env['PATH'];
    try {
      const ran = await runTool(['sh', '-c', 'echo "$PATH"'], never);
      expect(ran).toMatchObject({ kind: 'ran', output: expect.stringMatching(/^\/(?:[^:]+:\/)+[^:]+\n$/) });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('that prints endlessly is killed', async () => {
    expect(await runTool(['/bin/sh', '-c', 'yes'], never)).toMatchObject({
      kind: 'problem',
      problem: { reason: 'too_large', location: '/bin/sh -c yes' },
    });
  });

  it('is killed when the scan is aborted', async () => {
    const running = new AbortController();
    const ran = runTool(['/bin/sh', '-c', 'sleep 60'], running.signal);
    running.abort(new Error('called off'));
    await expect(ran).rejects.toThrow('called off');
  });
});
