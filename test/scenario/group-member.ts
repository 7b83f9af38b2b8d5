import { chmodSync, chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { openSession } from '../../src/main/open-session.ts';
import { type Answer, deskDependencies } from '../adapters/cli/desk.ts';
import type { Scene } from './scene.ts';
import { UNPRIVILEGED } from './unprivileged.ts';

const AGE = /[;,]? ?files that this account cannot read: as scanned by the daemon on [-0-9T:+]+/g;
const STORE_AGE = / \(as scanned by the daemon [-0-9T:+]+\)/g;

/** Commands whose output must not depend on the account. */
export const COMMANDS = [
  ['status'],
  ['check', '-w', '20d', '-c', '5d'],
  ['check'],
  ['metrics'],
  ['connectors', '--format', 'tsv'],
] as const;

/** Runs a command line with the configuration of a scene, as the current account. */
export async function type(scene: Scene, argv: readonly string[]): Promise<Answer> {
  const config = scene.directory.at('mailcertd.yaml');
  const { dependencies, printed } = deskDependencies({
    dependencies: { open: (selected, locale) => openSession({ ...selected, config }, locale) },
  });
  return { code: await runCommandLine(argv, dependencies), ...printed };
}

/** Returns the output without the parts that depend on the time and the account of a command. */
export function comparable({ code, stdout }: Answer): string {
  const text = stdout
    .replace(AGE, '')
    .replace(STORE_AGE, '')
    .replace(/^.*\b(?:x509_cert_|mailcertd_certificates_omitted).*\n/gm, '')
    .replace(/\d{4}-\d\d-\d\dT[0-9:]+[+0-9:]*/g, 'TIME')
    .replace(/=\d+s?;/g, '=;')
    .replace(/\.(?= \||\n|$)/g, '')
    .replace(/\d+ d \d+ h( \d+ min)?/g, 'SPAN')
    .replace(/ +\n/g, '\n')
    .replace(/ {2,}/g, '  ');
  return `${code}\n${text}`;
}

/** Lets a group read the event log, as the group mailcertd may. */
export function openLogToGroup(state: string): void {
  chownSync(state, 0, UNPRIVILEGED);
  for (const name of readdirSync(state)) {
    const path = join(state, name);
    if (name.startsWith('ledger.db') || name === 'mailcertd.pid') chownSync(path, 0, UNPRIVILEGED);
    if (lstatSync(path).isFile() && name === 'lock.db') chmodSync(path, 0o600);
  }
}
