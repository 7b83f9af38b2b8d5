import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const PATIENCE = { timeout: 60_000, interval: 20 };
const HOOK = `#!/bin/sh
directory=$(dirname "$0")/..
echo "$MAILCERTD_ALERT_ID" >>"$directory/begun"
while [ ! -e "$directory/go" ]; do sleep 0.05; done
echo "$MAILCERTD_ALERT_ID" >>"$directory/ended"
`;

test('a hook continues when the daemon is killed, and is run again for the same alert at the next start', async () => {
  using directory = temporaryDirectory();
  directory.write('hooks.d/slow', HOOK, 0o755);
  const file = directory.write(
    'mailcertd.yaml',
    `computer: mail01.contoso.com
stateDirectory: state
http: off
watch: false
stores: [{ name: Other, path: store }]
connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]
notifiers: [{ name: hooks, type: exec, directory: hooks.d, groupWait: 0s, match: { ids: [12014] } }]
`,
  );
  directory.write('store/README', '');
  const lines = (name: string): readonly string[] =>
    existsSync(directory.at(name)) ? readFileSync(directory.at(name), 'utf8').trim().split('\n') : [];
  const started: ChildProcess[] = [];
  const start = (): ChildProcess => {
    const daemon = spawn(process.execPath, [PROGRAM, '--config', file, 'run'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    started.push(daemon);
    return daemon;
  };
  try {
    const killed = start();
    await vi.waitFor(() => expect(lines('begun')).toHaveLength(1), PATIENCE);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(lines('ended')).toEqual([]);
    directory.write('go', '');
    await vi.waitFor(() => expect(lines('ended')).toHaveLength(1), PATIENCE);
    const next = start();
    await vi.waitFor(() => expect(lines('ended')).toHaveLength(2), PATIENCE);
    next.kill('SIGTERM');
    await once(next, 'exit');
  } finally {
    directory.write('go', '');
    for (const daemon of started) daemon.kill('SIGKILL');
  }
  expect(new Set([...lines('begun'), ...lines('ended')]).size).toBe(1);
});
