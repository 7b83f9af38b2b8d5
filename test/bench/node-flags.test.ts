import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NODE_FLAGS } from './running-daemon.ts';

it.each(['systemd/mailcertd.service', 'docs/install.md'])('the daemon is measured as %s starts it', (file) => {
  const [, flags] = /^ExecStart=\S+\/node (.*) \S+\/dist\/main\/bin\.js run$/m.exec(readFileSync(file, 'utf8')) ?? [];
  expect(flags).toBe(NODE_FLAGS.join(' '));
});
