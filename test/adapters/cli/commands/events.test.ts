import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../../src/adapters/cli/run-command-line.ts';
import type { StoredRequest } from '../../../../src/domain/certificate/certificate-request.ts';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import { HOUR } from '../../../../src/domain/time.ts';
import type { RecordQuery } from '../../../../src/work/ports/ledger.ts';
import { NOON } from '../../../domain/world.ts';
import { NO_CERTIFICATE } from '../../../formats/event/records.ts';
import { CONTOSO } from '../contoso.ts';
import { deskDependencies, sessionOf, typeCommand } from '../desk.ts';

const record = (eventRecordId: number, more: Partial<EventRecord> = {}): EventRecord => ({
  ...NO_CERTIFICATE,
  eventRecordId,
  ...more,
});

const REQUEST: StoredRequest = {
  request: {
    sha256Fingerprint: 'CD'.repeat(32),
    subject: 'CN=next.contoso.com',
    commonNames: ['next.contoso.com'],
    dnsNames: ['next.contoso.com'],
    ipAddresses: [],
    publicKeyAlgorithm: 'EC',
    publicKeySize: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    publicKeySha256: 'EF'.repeat(32),
  },
  store: 'My',
  location: { path: '/store/next.csr', block: 0 },
  hasPrivateKey: undefined,
};

/** Returns the query of the event log for these arguments. */
async function queryOf(typed: string): Promise<RecordQuery | undefined> {
  const session = sessionOf({ world: { ...CONTOSO, requests: [REQUEST] } });
  let asked: RecordQuery | undefined;
  const operations = {
    ...session.operations,
    async *events(query: RecordQuery) {
      asked = query;
      yield* [];
    },
  };
  const { code, stderr } = await typeCommand(['events', ...typed.split(' ').filter((word) => word !== '')], {
    world: CONTOSO,
    dependencies: { open: async () => ({ ...session, operations }) },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'No event matches.\n' });
  return asked;
}

describe('an events query', () => {
  it.each<[string, RecordQuery]>([
    ['', {}],
    ['12014 12015', { eventIds: [12014, 12015] }],
    ['--id 12014,12015 --id 1900 12018', { eventIds: [12014, 12015, 1900, 12018] }],
    ['--level warning', { level: 'Warning' }],
    ['--level Info', { level: 'Information' }],
    ['-S 24h', { since: NOON - 24 * HOUR }],
    ['--since 2026-11-24 --until 2026-11-24T09:05', { since: NOON - 21 * HOUR, until: NOON - 11 * HOUR - 55 * 60_000 }],
    ['-S 2026-11-24T12:00:00Z -U 2026-11-24T21:00:00+09:00', { since: NOON, until: NOON }],
    ['-n 5', { last: 5 }],
    ['--connector default', { connector: 'Default MAIL01' }],
    ['--connector imap.contoso.com', { connector: 'Client MAIL01' }],
    ['--thumbprint 77c0', { thumbprint: '77C0A913'.padEnd(40, '0') }],
    ['--thumbprint 77:C0:A9', { thumbprint: '77C0A913'.padEnd(40, '0') }],
    ['--thumbprint imap.contoso.com', { thumbprint: '77C0A913'.padEnd(40, '0') }],
    ['--thumbprint /etc/letsencrypt/live/imap.contoso.com/fullchain.pem', { thumbprint: '77C0A913'.padEnd(40, '0') }],
    [`--thumbprint ${'ab:'.repeat(19)}ab`, { thumbprint: 'AB'.repeat(20) }],
    ['--request cd:cd', { request: 'CD'.repeat(32) }],
    ['--request next.contoso.com', { request: 'CD'.repeat(32) }],
    [`--request ${'ab:'.repeat(31)}ab`, { request: 'AB'.repeat(32) }],
  ])('selects %s', async (typed, query) => {
    expect(await queryOf(typed)).toEqual(query);
  });

  it('accepts a connector that is only in the event log, by its full name', async () => {
    const session = sessionOf({ world: CONTOSO });
    const gone = record(7, { facts: { connector: 'Gone' } });
    const operations = {
      ...session.operations,
      async *events(query: RecordQuery) {
        if (query.connector === 'Gone') yield gone;
      },
    };
    const { stdout } = await typeCommand(['events', '--connector', 'Gone'], {
      dependencies: { open: async () => ({ ...session, operations }) },
    });
    expect(stdout).toContain('(#7)');
  });
});

describe('the prefix of a thumbprint that is only in the event log', () => {
  const ask = async (typed: string, ...gone: readonly string[]) => {
    const session = sessionOf({ world: CONTOSO });
    const records = gone.map((thumbprint, index) => record(index + 1, { facts: { thumbprint } }));
    const operations = {
      ...session.operations,
      async *events({ thumbprint }: RecordQuery) {
        yield* records.filter(({ facts }) => thumbprint === undefined || facts.thumbprint === thumbprint);
      },
    };
    const open = async () => ({ ...session, operations });
    return typeCommand(['events', '--thumbprint', typed], { world: CONTOSO, dependencies: { open } });
  };
  const [A, B] = ['9F984451A'.padEnd(40, '0'), '9F984451B'.padEnd(40, '0')];

  it('is accepted, as short as in tables', async () => {
    const { code, stdout } = await ask('9f:98:44:51', A, 'AB'.repeat(20));
    expect(code).toBe(0);
    expect([...stdout.matchAll(/\(#(\d+)\)/g)].map(([, id]) => id)).toEqual(['1']);
  });

  it('is refused if it matches several', async () => {
    const answer = await ask('9F984451', A, B);
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toContain(`matches more than one certificate: "${A}", "${B}"; give more of the thumbprint`);
  });

  it.each(['9F98445', '9F984452'])('matches nothing if it is too short, or different: %s', async (typed) => {
    expect((await ask(typed, A)).stderr).toContain('no such thumbprint');
  });
});

describe('the formats of events', () => {
  const show = async (format: string): Promise<string> => {
    const session = sessionOf({});
    const operations = {
      ...session.operations,
      async *events() {
        yield record(1);
        yield record(2);
      },
    };
    const open = async () => ({ ...session, operations });
    return (await typeCommand(['events', '--format', format], { dependencies: { open } })).stdout;
  };

  it('are one object a line in JSON', async () => {
    const lines = (await show('json')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).winlog.record_id)).toEqual([1, 2]);
  });

  it('are one line a record, a block a record, or an element a record', async () => {
    expect((await show('line')).split('\n')).toHaveLength(3);
    expect((await show('classic')).match(/^Event ID: {7}12014$/gm)).toHaveLength(2);
    expect((await show('xml')).match(/<Event /g)).toHaveLength(2);
  });
});

describe('one record', () => {
  const show = async (typed: string): Promise<string> => {
    const session = sessionOf({});
    const operations = {
      ...session.operations,
      async *events() {
        yield record(7);
      },
    };
    const open = async () => ({ ...session, operations });
    return (await typeCommand(typed.split(' '), { dependencies: { open } })).stdout;
  };

  it.each([
    ['events show 7', /^Event Type: /],
    ['events show 7 --format classic', /^Event Type: /],
    ['events show 7 --format json', /^\{.*"record_id":7.*\}\n$/],
    ['events show 7 --format=json', /^\{/],
    ['events show --format json 7', /^\{/],
    ['events --format json show 7', /^\{/],
    ['--locale en events show 7 --format xml', /^<Event /],
    ['events show 7 --format line --locale en', /^\S+ .*\(#7\)\n$/],
    ['events show 7 --format line', /^\S+ .*\(#7\)\n$/],
  ])('%s', async (typed, expected) => {
    expect(await show(typed)).toMatch(expected);
  });
});

describe('following the event log', () => {
  it('prints each record until the signal, selected by the arguments', async () => {
    const session = sessionOf({ world: CONTOSO });
    const ending = new AbortController();
    let asked: RecordQuery | undefined;
    const operations = {
      ...session.operations,
      async *followEvents(query: RecordQuery, signal: AbortSignal) {
        asked = query;
        yield record(1);
        yield record(2);
        expect(signal).toBe(ending.signal);
        ending.abort();
      },
    };
    const { dependencies, printed } = deskDependencies({
      world: CONTOSO,
      dependencies: { signal: ending.signal, open: async () => ({ ...session, operations }) },
    });
    expect(await runCommandLine(['events', '12014', '-f', '--since', '1000d'], dependencies)).toBe(0);
    expect(asked).toEqual({ eventIds: [12014], since: NOON - 24_000 * HOUR });
    expect([...printed.stdout.matchAll(/\(#(\d+)\)/g)].map(([, id]) => id)).toEqual(['1', '2']);
  });

  it.each([
    [['--request', 'CD'.repeat(32)], { request: 'CD'.repeat(32), last: 10 }],
    [[], { last: 10 }],
    [['--last', '3'], { last: 3 }],
  ])('%j begins with the newest ten by default', async (options, query) => {
    const session = sessionOf({});
    let asked: RecordQuery | undefined;
    const operations = {
      ...session.operations,
      async *followEvents(given: RecordQuery) {
        asked = given;
        yield* [];
      },
    };
    const open = async () => ({ ...session, operations });
    expect(await typeCommand(['events', '-f', ...options], { dependencies: { open } })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(asked).toEqual(query);
  });

  it('fails when the log fails', async () => {
    const session = sessionOf({});
    const operations = {
      ...session.operations,
      async *followEvents() {
        yield record(1);
        throw new Error('the log is gone');
      },
    };
    const open = async () => ({ ...session, operations });
    expect(await typeCommand(['events', '-f'], { dependencies: { open } })).toMatchObject({ code: 1 });
  });
});
