import { readFileSync } from 'node:fs';
import type { DiscoveredInstance } from '../../../../src/formats/server-config/discovered-connectors.ts';
import { dovecotConnectors } from '../../../../src/formats/server-config/dovecot/dovecot.ts';
import { type DovecotTree, parseDovecotTree } from '../../../../src/formats/server-config/dovecot/dovecot-tree.ts';
import type { Host } from '../../../../src/formats/server-config/host.ts';
import { HOST, kindsByName } from '../postfix/postfix-texts.ts';

/** Returns the recorded output of doveconf, by version and flag: `2.4-n`. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../recorded/doveconf-${name}.txt`, import.meta.url), 'utf8');
}

const DEFAULTS: DovecotTree = parseDovecotTree(recorded('2.4-d'));

/**
 * Returns the output of `doveconf -n` of version 2.4 with these lines; by default it listens at one
 * address.
 */
export function text24(lines: string, listen = '127.0.0.1'): string {
  return `# 2.4.1-4 (7d8c0e5759): /etc/dovecot/dovecot.conf\ndovecot_config_version = 2.4.1\nlisten = ${listen}\n${lines}\n`;
}

/** Returns the connectors of a Dovecot with this output. */
export function foundDovecot(
  text: string,
  { defaults, host = HOST }: { readonly defaults?: DovecotTree | undefined; readonly host?: Host } = {
    defaults: DEFAULTS,
  },
): DiscoveredInstance {
  return dovecotConnectors({
    instance: 'dovecot',
    server: { name: 'dovecot', reload: ['systemctl', 'reload', 'dovecot'], hostFqdn: 'mail01.contoso.com' },
    command: 'doveconf -n',
    tree: parseDovecotTree(text),
    defaults,
    directory: '/etc/dovecot',
    host,
    pemContentsOf: kindsByName,
  });
}
