import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/** The tested fields of a certificate in `certificates list --format json`. */
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

/** A host with an empty personal store, and the built program. */
export interface RealHost {
  /**
   * Runs a command and returns its output.
   * @throws if the command fails, with its output
   */
  mailcertd(...args: readonly string[]): string;
  list(): readonly Listed[];
}

/**
 * Creates a host named mail01.contoso.com in a directory.
 * @param more further lines of its configuration
 */
export function realHost(directory: TemporaryDirectory, name: string, ...more: readonly string[]): RealHost {
  mkdirSync(directory.at(name, 'store'), { recursive: true, mode: 0o700 });
  const lines = [
    'computer: mail01.contoso.com',
    `stateDirectory: ${directory.at(name, 'state')}`,
    `stores: [{ name: My, path: ${directory.at(name, 'store')} }]`,
    'connectors: [{ name: Default, direction: receive }]',
    ...more,
  ];
  const configuration = directory.write(`${name}/mailcertd.yaml`, `${lines.join('\n')}\n`);
  const mailcertd = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [PROGRAM, '--config', configuration, ...args], { encoding: 'utf8', stdio: 'pipe' });
  return {
    mailcertd,
    list: () => JSON.parse(mailcertd('certificates', 'list', '--format', 'json')) as readonly Listed[],
  };
}
