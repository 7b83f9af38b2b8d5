import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exchangeInventory } from '../../../src/adapters/discovery/exchange-inventory.ts';
import type { StoreDefinition } from '../../../src/domain/connector/connector.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { currentOrLastKnown } from '../../../src/domain/scan-result.ts';
import { saying } from '../../domain/failure/saying.ts';
import { asUnprivileged } from '../../fixtures/as-unprivileged.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import {
  CERTIFICATE,
  DEFAULT_FRONTEND,
  SAMPLE,
  SAMPLE_THUMBPRINT,
} from '../../formats/server-config/exchange/exchange-sample.ts';
import { discoveryDependencies, NOON } from './discovery-dependencies.ts';

const never = new AbortController().signal;
const dependencies = discoveryDependencies();

function definition(path: string): StoreDefinition {
  const source = { inventory: 'exchange', place: `${path}#Certificates` };
  return { name: 'exchange', path, services: [], personal: true, onlyFor: 'exchange', source };
}

const EXPORT_AGAIN = 'export it again with the command in docs/discovery.md';

describe('an export of an Exchange server', () => {
  it('is an inventory, and a store only for its connectors; both stay the same objects while the file does', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('connectors.json', Buffer.from(`\ufeff${JSON.stringify(SAMPLE)}`, 'utf16le'));
    const inventory = exchangeInventory(dependencies, path);
    const result = await inventory.read(never);
    expect(result).toMatchObject({ kind: 'available', at: NOON, problems: [] });
    const value = currentOrLastKnown(result)?.value;
    expect(value?.connectors.map(({ name }) => name)).toEqual(['Default Frontend MAIL01', 'To Internet']);
    expect(value?.stores).toEqual([definition(path)]);
    expect(value?.readFrom).toEqual([path]);
    const store = inventory.storeOf?.(definition(path));
    const snapshot = await store?.read(never);
    expect(snapshot).toMatchObject({
      kind: 'available',
      problems: [],
      value: {
        name: 'exchange',
        certificates: [{ certificate: { thumbprint: SAMPLE_THUMBPRINT }, services: ['IMAP', 'POP', 'IIS', 'SMTP'] }],
        isGlob: false,
        unreadablePaths: [],
        unreadableSinceStart: [],
      },
    });
    expect(currentOrLastKnown(await inventory.read(never))?.value).toBe(value);
    expect(snapshot && (await store?.read(never))).toEqual(snapshot);
    expect(inventory.storeOf?.({ ...definition(path), name: 'My' })).toBeUndefined();
  });

  it('contains no store without certificates', async () => {
    using directory = temporaryDirectory();
    const path = directory.write('connectors.json', JSON.stringify({ ReceiveConnectors: DEFAULT_FRONTEND }));
    expect(currentOrLastKnown(await exchangeInventory(dependencies, path).read(never))?.value.stores).toEqual([]);
  });

  it('hides certificates that cannot be read: nothing is claimed about them', async () => {
    using directory = temporaryDirectory();
    const certificates = [CERTIFICATE, { ...CERTIFICATE, RawData: null }];
    const path = directory.write('connectors.json', JSON.stringify({ ...SAMPLE, Certificates: certificates }));
    const inventory = exchangeInventory(dependencies, path);
    await inventory.read(never);
    expect(await inventory.storeOf?.(definition(path))?.read(never)).toMatchObject({
      kind: 'available',
      value: { unreadablePaths: [`${path}#Certificates[1]`], unreadableSinceStart: [`${path}#Certificates[1]`] },
      problems: [{ reason: 'settings_malformed', location: `${path}#Certificates[1]` }],
    });
  });

  it.each([
    [
      'half written',
      '{"ReceiveConnectors":[',
      `it is not valid JSON: it is incomplete after line 1, character 23; ${EXPORT_AGAIN}`,
    ],
    [
      'half written in a text',
      '{"ReceiveConnectors":[\n{"Name": "Default',
      `it is not valid JSON: it is incomplete after line 2, character 18; ${EXPORT_AGAIN}`,
    ],
    [
      'half written after an item',
      '{\n"Server": "A"',
      `it is not valid JSON: it is incomplete after line 2, character 14; ${EXPORT_AGAIN}`,
    ],
    ['wrong in the middle', '{\n"Server" 1\n}', `it is not valid JSON at line 2, character 10; ${EXPORT_AGAIN}`],
    ['emptied', '', `it is empty; ${EXPORT_AGAIN}`],
    [
      'a list',
      '[{"ReceiveConnectors":[]}]',
      `it is a list instead of an object with ReceiveConnectors, SendConnectors, Certificates; ${EXPORT_AGAIN}`,
    ],
    ['in another code page', Buffer.from([0x7b, 0xe4]), 'it is neither UTF-8 nor UTF-16'],
    ['something else', '{}', `it has none of ReceiveConnectors, SendConnectors, Certificates; ${EXPORT_AGAIN}`],
  ])(
    'is unavailable with its store if the file is %s, and available again afterwards',
    async (_how, content, detail) => {
      using directory = temporaryDirectory();
      const path = directory.write('connectors.json', content);
      const inventory = exchangeInventory(dependencies, path);
      const problem = { reason: 'settings_malformed', location: path, failure: saying(detail) };
      expect(await inventory.read(never)).toMatchObject({ kind: 'unavailable', problem, last: undefined });
      expect(await inventory.storeOf?.(definition(path))?.read(never)).toMatchObject({ kind: 'unavailable', problem });
      directory.write('connectors.json', JSON.stringify(SAMPLE));
      expect(await inventory.read(never)).toMatchObject({ kind: 'available' });
      directory.write('connectors.json', content);
      expect(await inventory.read(never)).toMatchObject({ kind: 'unavailable', problem });
    },
  );

  it('is unavailable, with the readable part, if a connector cannot be read: it is not removed', async () => {
    using directory = temporaryDirectory();
    const odd = { ...DEFAULT_FRONTEND, Name: 'Odd', AuthMechanism: 1 };
    const path = directory.write('connectors.json', JSON.stringify({ ReceiveConnectors: [DEFAULT_FRONTEND, odd] }));
    const result = await exchangeInventory(dependencies, path).read(never);
    expect(result).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'settings_malformed', location: `${path}#ReceiveConnectors[1]` },
    });
    expect(currentOrLastKnown(result)?.value.connectors).toHaveLength(1);
  });

  it('is unavailable if the file does not exist, or cannot be read', async () => {
    using directory = temporaryDirectory();
    chmodSync(directory.path, 0o755);
    expect(await exchangeInventory(dependencies, directory.at('absent.json')).read(never)).toMatchObject({
      kind: 'unavailable',
      problem: { reason: 'not_found', location: directory.at('absent.json') },
    });
    const path = directory.write('connectors.json', JSON.stringify(SAMPLE), 0o600);
    const result = await asUnprivileged(() => exchangeInventory(dependencies, path).read(never));
    expect(result).toMatchObject({ kind: 'unavailable', problem: { reason: 'permission_denied' } });
  });

  it.each([
    [7, []],
    [8, ['it was exported 8 days ago; export it again as docs/discovery.md describes']],
  ])('that is %i days old is reported by its age', async (days, details) => {
    using directory = temporaryDirectory();
    const ExportedAt = new Date(NOON - days * 86_400_000).toISOString();
    const path = directory.write('connectors.json', JSON.stringify({ ...SAMPLE, ExportedAt }));
    const result = await exchangeInventory(dependencies, path).read(never);
    expect(result.kind === 'available' && result.problems.map(({ failure }) => failureText(failure, 'en'))).toEqual(
      details,
    );
  });
});
