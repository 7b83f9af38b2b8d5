import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TemporaryFolder } from '../fixtures/temporary-folder.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/** What `certificates list --format json` says of one, as far as it is asked about here. */
export interface Listed {
  readonly thumbprint: string;
  readonly status: string;
  readonly origin: string;
  readonly friendlyName: string | null;
  readonly subject: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly services: readonly string[];
  readonly hasPrivateKey: boolean | null;
  readonly notAfter: string;
  readonly location: { readonly path: string };
}

/** A host with an empty personal store, and the program as it was built. */
export interface RealHost {
  /** Runs a command and answers what it prints. @throws where it does not end well, with what it says. */
  mailcertd(...args: readonly string[]): string;
  list(): readonly Listed[];
}

/** A host named mail01.contoso.com in a folder; `more` are further lines of its configuration. */
export function realHost(folder: TemporaryFolder, name: string, ...more: readonly string[]): RealHost {
  mkdirSync(folder.at(name, 'store'), { recursive: true, mode: 0o700 });
  const lines = [
    'computer: mail01.contoso.com',
    `stateDirectory: ${folder.at(name, 'state')}`,
    `stores: [{ name: My, path: ${folder.at(name, 'store')} }]`,
    'connectors: [{ name: Default, direction: receive }]',
    ...more,
  ];
  const configuration = folder.write(`${name}/mailcertd.yaml`, `${lines.join('\n')}\n`);
  const mailcertd = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [PROGRAM, '--config', configuration, ...args], { encoding: 'utf8', stdio: 'pipe' });
  return {
    mailcertd,
    list: () => JSON.parse(mailcertd('certificates', 'list', '--format', 'json')) as readonly Listed[],
  };
}
