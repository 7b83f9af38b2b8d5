import { execFileSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postfixInventory } from '../../../src/adapters/discovery/postfix-inventory.ts';
import type { InventorySource } from '../../../src/work/ports/stores.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { freePort } from '../free-port.ts';
import { needs, needsRoot } from '../needs.ts';
import { foundHere } from './found-here.ts';
import { OwnPostfix } from './own-postfix.ts';
import { scanned } from './scanned.ts';

const DAY = 86_400_000;
const SNI = 'postfix sni mail.fabrikam.com';

describe.runIf([needsRoot(), needs('postfix')].every(Boolean))('a part of Postfix that cannot be read', () => {
  let directory: TemporaryDirectory;
  let postfix: OwnPostfix;
  let pem: string;
  const service = (port: number): string => `127.0.0.1:${port} inet n - n - - smtpd`;
  const opened = (): InventorySource => postfixInventory(foundHere(), { directory: postfix.directory, reload: [] });

  beforeAll(() => {
    directory = temporaryDirectory();
    const dates = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };
    const made = makeCertificate({ commonName: 'a.contoso.com', key: 'ec', ...dates });
    pem = directory.write('pem/a.pem', made.privateKeyPem + made.certificatePem, 0o600);
    postfix = new OwnPostfix(directory, 'postfix');
  });
  afterAll(() => {
    postfix?.[Symbol.dispose]();
    directory?.[Symbol.dispose]();
  });

  it('keeps the connectors of a further instance, also after a restart', async () => {
    const [own, other] = await Promise.all([freePort(), freePort()]);
    const name = `second 127.0.0.1:${other}`;
    using second = new OwnPostfix(directory, 'postfix-second');
    const instance = { multi_instance_enable: 'yes', multi_instance_name: 'second' };
    second.write({ smtpd_tls_chain_files: pem, ...instance }, [service(other)]);
    postfix.write({ smtpd_tls_chain_files: pem, multi_instance_directories: second.directory }, [service(own)]);
    const running = opened();
    const first = await scanned(running);
    expect(first.names).toContain(name);

    directory.write('postfix-second/master.cf', '');
    expect(await scanned(running, first)).toMatchObject({ names: first.names, problems: ['settings_malformed'] });
    const restarted = await scanned(opened(), first);
    expect(restarted).toMatchObject({ names: first.names, problems: ['settings_malformed'] });
    expect((await scanned(opened())).coverage(`probe:${name}`)).toBe('unavailable');

    second.write({ ...instance, smtpd_tls_chain_files: pem, multi_instance_enable: '$nowhere' }, [service(other)]);
    expect(await scanned(opened(), first)).toMatchObject({ names: first.names, problems: ['unresolved'] });

    second.write({ ...instance, smtpd_tls_chain_files: pem, multi_instance_enable: 'no' }, [service(other)]);
    expect((await scanned(running, restarted)).coverage(`probe:${name}`)).toBe('gone');
  });

  it('keeps no connector of the instances that were read', async () => {
    const [own, removed, other, third] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    using second = new OwnPostfix(directory, 'postfix-other');
    using further = new OwnPostfix(directory, 'postfix-third');
    const tls = { smtpd_tls_chain_files: pem };
    const instance = (name: string, enable = 'yes'): Readonly<Record<string, string>> => {
      return { ...tls, multi_instance_enable: enable, multi_instance_name: name };
    };
    second.write(instance('second'), [service(other)]);
    further.write(instance('third'), [service(third)]);
    const main = { ...tls, multi_instance_directories: `${second.directory} ${further.directory}` };
    postfix.write(main, [service(own), service(removed)]);
    const first = await scanned(opened());
    const named = (name: string, port: number): string => `${name} 127.0.0.1:${port}`;
    const gone = [named('postfix', removed), named('third', third)];
    expect(first.names).toEqual([named('postfix', own), named('second', other), ...gone].sort());

    directory.write('postfix-other/master.cf', '');
    further.write(instance('third', 'no'), [service(third)]);
    postfix.write(main, [service(own)]);
    const next = await scanned(opened(), first);
    const names = [named('postfix', own), named('second', other)];
    expect(next).toMatchObject({ names, problems: ['settings_malformed'] });
    const unknown = await scanned(opened());
    for (const { coverage } of [next, unknown]) for (const name of gone) expect(coverage(`probe:${name}`)).toBe('gone');
    expect(unknown.coverage(`probe:${named('second', other)}`)).toBe('unavailable');

    postfix.write({ ...main, multi_instance_directories: '$nowhere' }, [service(own)]);
    const unlisted = await scanned(opened(), first);
    expect(unlisted).toMatchObject({ names: [...names, named('third', third)], problems: ['unresolved'] });
    expect(unlisted.coverage(`probe:${named('postfix', removed)}`)).toBe('gone');
  });

  it('keeps the connectors of an SNI table whose compiled file is older', async () => {
    const table = directory.write('sni', `mail.fabrikam.com ${pem}\n`);
    const compile = (): void => void execFileSync('postmap', ['-F', `hash:${table}`]);
    compile();
    const main = { smtpd_tls_chain_files: pem, tls_server_sni_maps: `hash:${table}` };
    postfix.write(main, [service(await freePort())]);
    const running = opened();
    const first = await scanned(running);
    expect(first.names).toContain(SNI);

    const later = new Date(Date.now() + 5000);
    utimesSync(table, later, later);
    for (const source of [running, opened()])
      expect(await scanned(source, first)).toMatchObject({ names: first.names, problems: ['unresolved'] });
    expect((await scanned(opened())).coverage(`probe:${SNI}`)).toBe('unavailable');

    directory.write('sni', `imap.fabrikam.com ${pem}\n`);
    compile();
    const compiled = await scanned(running, first);
    expect(compiled.names).not.toContain(SNI);
    expect(compiled.coverage(`probe:${SNI}`)).toBe('gone');
  });
});
