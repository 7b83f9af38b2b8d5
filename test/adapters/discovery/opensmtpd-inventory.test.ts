import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { opensmtpdInventory } from '../../../src/adapters/discovery/opensmtpd-inventory.ts';
import type { RunTool } from '../../../src/adapters/discovery/run-tool.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { currentOrLastKnown, type ScanResult } from '../../../src/domain/scan-result.ts';
import { problemSaying } from '../../domain/failure/problem-saying.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { discoveryDependencies, NOON } from './discovery-dependencies.ts';

const never = new AbortController().signal;
const PKI = 'pki a cert "/etc/ssl/a.pem" key "/etc/ssl/a.key"\n';

/** Returns a runner with the answers of smtpd to -h, and to -n if it refuses its settings. */
const answering =
  (refusal?: string): RunTool =>
  async ([, flag]) => ({
    kind: 'ran',
    exitCode: flag === '-n' && refusal === undefined ? 0 : 1,
    output: '',
    errorOutput:
      flag === '-n' ? (refusal ?? 'configuration OK') : 'version: OpenSMTPD 7.6.0-portable usage: smtpd [-dFhnv]',
  });
const installed = answering();
const dependencies = discoveryDependencies({ run: installed });

const namesIn = (result: ScanResult<Inventory>): readonly string[] | undefined =>
  currentOrLastKnown(result)?.value.connectors.map(({ name, source }) => `${name} ${source.place}`);

describe('the inventory of OpenSMTPD, read from its own settings', () => {
  it('has all included files, and the name in its mailname', async () => {
    using directory = temporaryDirectory();
    const included = directory.write('more.conf', `${PKI}name = "a"\n`);
    const path = directory.write(
      'smtpd.conf',
      `include "${included}"\nlisten on eth0 tls pki $name\nlisten on localhost inet4\n`,
    );
    directory.write('mailname', 'mx.contoso.com\nnot this\n');
    const result = await opensmtpdInventory(dependencies, [directory.at('absent.conf'), path]).read(never);
    expect(result).toMatchObject({ kind: 'available', at: NOON, problems: [] });
    expect(namesIn(result)).toEqual([
      `opensmtpd 192.0.2.1:25 ${path}:2`,
      `opensmtpd [2001:db8::1]:25 ${path}:2`,
      `opensmtpd [fe80::1%eth0]:25 ${path}:2`,
      `opensmtpd 127.0.0.1:25 ${path}:3`,
    ]);
    expect(currentOrLastKnown(result)?.value.connectors[0]).toMatchObject({
      fqdn: 'mx.contoso.com',
      certificateFiles: ['/etc/ssl/a.pem'],
      reload: ['systemctl', 'restart', 'opensmtpd'],
    });
    expect(currentOrLastKnown(result)?.value.readFrom).toEqual([path, included, directory.at('mailname')]);
  });

  it('is empty, with a message, if OpenSMTPD is not installed or has no settings', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('smtpd.conf', 'listen on lo\n');
    const other: RunTool = async () => ({ kind: 'ran', exitCode: 1, output: '', errorOutput: 'postfix' });
    for (const run of [other, (async () => ({ kind: 'not-installed' })) satisfies RunTool]) {
      expect(await opensmtpdInventory(discoveryDependencies({ run }), [path]).read(never)).toMatchObject({
        kind: 'available',
        value: { connectors: [] },
        problems: [{ reason: 'not_installed', location: 'smtpd' }],
      });
    }
    expect(await opensmtpdInventory(dependencies, [directory.at('absent.conf')]).read(never)).toMatchObject({
      kind: 'available',
      value: { connectors: [] },
      problems: [{ reason: 'not_configured', location: directory.at('absent.conf') }],
    });
  });

  it.each([
    ['$:2: syntax error', '$:2', 'OpenSMTPD does not start with this configuration: syntax error'],
    [
      'pki name not found: b smtpd',
      '$',
      'OpenSMTPD does not start with this configuration: pki name not found: b smtpd',
    ],
    [
      'warn: /a.key: not owned by uid 0 smtpd: load_pki_keys: failed to load key file',
      '$',
      'OpenSMTPD does not start with this configuration: warn: /a.key: not owned by uid 0 smtpd: load_pki_keys: failed to load key file',
    ],
    ['smtpd: load_pki_keys: failed to load key file', undefined, ''],
    [undefined, undefined, ''],
  ])('is read if OpenSMTPD rejects its settings, with its error message: %s', async (refusal, location, detail) => {
    using directory = temporaryDirectory();
    const path = directory.write('smtpd.conf', `${PKI}listen on lo inet4 tls pki a\n`);
    const run = answering(refusal?.replace('$', path));
    const result = await opensmtpdInventory(discoveryDependencies({ run }), [path]).read(never);
    expect(result).toMatchObject({ kind: 'available', value: { connectors: [{ name: 'opensmtpd 127.0.0.1:25' }] } });
    expect(result.kind === 'available' && result.problems).toEqual(
      location === undefined ? [] : [problemSaying('settings_malformed', location.replace('$', path), detail)],
    );
  });

  it('is unavailable if its settings cannot be read', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    const path = directory.write('smtpd.conf', 'listen on lo\n', 0o600);
    const result = await asUnprivileged(() => opensmtpdInventory(dependencies, [path]).read(never));
    expect(result).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'permission_denied', location: path },
      last: undefined,
    });
  });

  it('is unavailable, with the readable part, if an included file cannot be read: its content is not removed', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    const hidden = directory.write('hidden.conf', 'listen on lo inet6\n', 0o600);
    const path = directory.write('smtpd.conf', `${PKI}include "${hidden}"\nlisten on lo inet4 tls pki a\n`);
    const inventory = opensmtpdInventory(dependencies, [path]);
    const result = await asUnprivileged(() => inventory.read(never));
    expect(result).toMatchObject({
      kind: 'unavailable',
      problem: problemSaying('permission_denied', hidden, `EACCES (included at ${path}:2)`),
    });
    expect(namesIn(result)).toEqual([`opensmtpd 127.0.0.1:25 ${path}:3`]);
    expect(namesIn(await inventory.read(never))).toHaveLength(2);
  });

  it.each([
    [
      'a file that is not there',
      'include "$/absent"\n',
      'not_found',
      '$/absent',
      'ENOENT (included at $/smtpd.conf:2)',
    ],
    [
      'files that include one another',
      'include "$/smtpd.conf"\n',
      'settings_malformed',
      '$/smtpd.conf:3',
      'the files include each other in a loop',
    ],
    [
      'an undefined macro',
      'listen on lo tls pki $x\n',
      'settings_malformed',
      '$/smtpd.conf:2',
      'the macro "$x" is not defined',
    ],
    [
      'a quotation mark that is not closed',
      'pki b cert "/etc',
      'settings_malformed',
      '$/smtpd.conf:2',
      'a quotation mark is not closed',
    ],
  ])('is unavailable, with the readable part, if there is %s', async (_what, text, reason, location, detail) => {
    using directory = temporaryDirectory();
    const at = (written: string): string => written.replaceAll('$/', `${directory.path}/`);
    const path = directory.write('smtpd.conf', `listen on lo inet4\n${at(text)}`);
    const result = await opensmtpdInventory(dependencies, [path]).read(never);
    expect(result).toMatchObject({
      kind: 'unavailable',
      problem: problemSaying(reason, at(location), at(detail)),
      last: {
        value: { connectors: expect.arrayContaining([expect.objectContaining({ name: 'opensmtpd 127.0.0.1:25' })]) },
      },
    });
  });

  it('is unavailable if its settings were emptied', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('smtpd.conf', '# to come\n');
    expect(await opensmtpdInventory(dependencies, [path]).read(never)).toMatchObject({
      kind: 'unavailable',
      problem: problemSaying('settings_malformed', path, 'the file is empty'),
    });
  });
});
