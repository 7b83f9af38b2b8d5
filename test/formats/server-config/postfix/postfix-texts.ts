import { readFileSync } from 'node:fs';
import { SAID_FAILURES } from '../../../../src/domain/failure/said-failures.ts';
import type { DiscoveredInstance } from '../../../../src/formats/server-config/discovered-connectors.ts';
import type { Host } from '../../../../src/formats/server-config/host.ts';
import type { PemContents } from '../../../../src/formats/server-config/pem-contents.ts';
import { postfixConnectors } from '../../../../src/formats/server-config/postfix/postfix.ts';
import { PostfixSettings } from '../../../../src/formats/server-config/postfix/postfix-settings.ts';
import { type ResolvedSettings, unresolved } from '../../../../src/formats/server-config/resolved-settings.ts';

/** The output of `postconf` of Postfix 3.10 for the relevant parameters, without settings. */
const RECORDED = readFileSync(new URL('../recorded/postconf-3.10.txt', import.meta.url), 'utf8');

export const HOST: Host = {
  ports: new Map([
    ['smtp', 25],
    ['submission', 587],
    ['mailq', 174],
  ]),
  addresses: ['127.0.0.1', '::1', '192.0.2.1', '2001:db8::1'],
  addressesOf: (name) =>
    ({ localhost: ['127.0.0.1', '::1'], 'mail01.contoso.com': ['192.0.2.1'] })[name] as readonly string[] | undefined,
};

const CERTIFICATE: PemContents = {
  first: 'certificate',
  hasCertificate: true,
  hasKey: false,
  leafKeyTypes: ['rsa'],
};
const KEY: PemContents = { first: 'key', hasCertificate: false, hasKey: true, leafKeyTypes: [] };

/**
 * Returns the content of a file by its name, which contains `key`, `both` or `ecdsa`. A file named
 * `hidden` is unreadable.
 */
export function kindsByName(path: string): PemContents | undefined {
  if (path.includes('hidden')) return undefined;
  if (path.includes('both')) return { ...CERTIFICATE, first: 'key', hasKey: true };
  if (path.includes('ecdsa')) return { ...CERTIFICATE, leafKeyTypes: ['ec'] };
  return path.includes('key') ? KEY : CERTIFICATE;
}

/** Returns the output of `postconf` with these lines in main.cf. */
export function parametersWith(main: Readonly<Record<string, string>>): string {
  const kept = RECORDED.split('\n').filter((line) => !Object.hasOwn(main, line.split(' =')[0] ?? ''));
  return [...kept, ...Object.entries(main).map(([name, value]) => `${name} = ${value}`)].join('\n');
}

/**
 * Returns the connectors of a Postfix with these settings. Services are in the form of `postconf
 * -M`, with their options at the end.
 */
export function found(
  main: Readonly<Record<string, string>>,
  services: readonly string[],
  tables: Readonly<Record<string, string>> = {},
  host: Host = HOST,
): DiscoveredInstance {
  const overrides = services.flatMap((line) => {
    const [name, type] = line.split(/\s+/);
    return [...line.matchAll(/ -o ([^\s=]+)=(\S*)/g)].map(
      ([, parameter, value]) => `${name}/${type}/${parameter} = ${value}`,
    );
  });
  const texts = {
    parameters: parametersWith(main),
    services: services.join('\n'),
    overrides: overrides.join('\n'),
  };
  return postfixConnectors({
    instance: 'postfix',
    server: { name: 'postfix', reload: ['systemctl', 'reload', 'postfix'], hostFqdn: 'mail01.contoso.com' },
    settings: new PostfixSettings(texts),
    master: { path: '/etc/postfix/master.cf', text: `# services\n${services.join('\n')}\n` },
    host,
    pemContentsOf: kindsByName,
    textOf: ({ name }): ResolvedSettings<string> => {
      const text = tables[name];
      return text === undefined
        ? unresolved(SAID_FAILURES.said({ text: 'permission denied: the table' }))
        : { kind: 'value', value: text };
    },
  });
}
