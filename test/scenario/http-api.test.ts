import { request } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src/adapters/cli/run-command-line.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { DAY } from '../../src/domain/time.ts';
import { HttpService } from '../../src/main/http-service.ts';
import { openSession } from '../../src/main/open-session.ts';
import { VERSION } from '../../src/main/version.ts';
import { deskDependencies } from '../adapters/cli/desk.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const HOSTILE = '<script>alert(1)</script>\\"';

let scene: Scene;
let service: HttpService | undefined;
const notes: string[] = [];

beforeEach(() => {
  scene = new Scene(Date.now());
  notes.length = 0;
});
afterEach(async () => {
  await service?.[Symbol.asyncDispose]();
  service = undefined;
  await scene[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly link: string | undefined;
  readonly etag: string | undefined;
}

/** Asks the API over its Unix socket. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: scene.directory.at('api.sock'), path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('end', () => {
        const { link, etag } = response.headers;
        resolve({ status: response.statusCode ?? 0, body, link: link?.toString(), etag });
      });
    });
    asked.once('error', reject).end();
  });
}

/** Runs a command on the configuration of the scene. */
async function command(...argv: readonly string[]): Promise<string> {
  const config = scene.directory.at('mailcertd.yaml');
  const { dependencies, printed } = deskDependencies({
    dependencies: {
      clock: systemClock,
      version: VERSION,
      open: (selected, locale) => openSession({ ...selected, config }, locale),
    },
  });
  await runCommandLine([...argv], dependencies);
  return printed.stdout;
}

/** Replaces the times at which a value was computed. */
const withoutTimes = (text: string): string =>
  text
    .replace(/"(now|at|durationMs)": ("[^"]*"|\d+)/g, '"$1": 0')
    .replace(/^(mailcertd_.*seconds(?:\{.*\})?) .*$/gm, '$1');

async function startScene(): Promise<void> {
  scene.configure(`
computer: mail01.contoso.com
internalTransportCertificate: none
http: { listen: ${scene.directory.at('api.sock')} }
stores: [{ name: My, path: store, services: [SMTP] }]
connectors:
  - { name: '${HOSTILE}', direction: receive, fqdn: mail.contoso.com }
  - { name: Default, direction: receive, fqdn: other.contoso.com }
  - { name: smtpd, direction: receive, fqdn: mx.contoso.com, certificateFile: tls/mx.pem, keyFile: tls/mx.key }
notifiers: [{ name: hooks, type: exec, command: [/bin/true] }]
`);
  lay('mail.contoso.com', 90);
  lay('mx.contoso.com', 60, 'tls/mx');
  await scene.start();
  service = new HttpService(
    scene.read(),
    notedDiagnostics((text) => void notes.push(text)),
  );
  await vi.waitFor(() => expect(notes.join('\n')).toContain('listening on'), 10_000);
}

function lay(name: string, days: number, path: string = `store/${name}`): void {
  const made = makeCertificate({ commonName: name, notBefore: Date.now() - DAY, notAfter: Date.now() + days * DAY });
  scene.directory.write(`${path}.pem`, made.certificatePem);
  scene.directory.write(`${path}.key`, made.privateKeyPem, 0o600);
}

/** Compares the API with the command line, object by object. */
async function expectEqual(): Promise<void> {
  for (const [path, ...argv] of [
    ['/api/v1/status', 'status'],
    ['/api/v1/connectors', 'connectors'],
    ['/api/v1/conditions', 'conditions'],
    ['/api/v1/silences', 'silences'],
    ['/api/v1/deliveries', 'deliveries'],
    ['/api/v1/notifiers', 'notifiers'],
    ['/api/v1/certificates', 'certificates'],
  ] as const) {
    // A delivery that ends between the two answers changes the second one.
    await vi.waitFor(async () => {
      const { status, body } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      expect(withoutTimes(body)).toBe(withoutTimes(await command(...argv, '--format', 'json')));
    }, 30_000);
  }
  await vi.waitFor(async () => {
    const { body: events } = await ask('/api/v1/events?limit=1000');
    const lines = events.trimEnd().split('\n').slice(1, -1);
    expect(lines.map((line) => line.replace(/,$/, '')).join('\n')).toBe(
      (await command('events', '--format', 'json')).trimEnd(),
    );
    const { body: metrics } = await ask('/metrics');
    expect(withoutTimes(metrics)).toBe(withoutTimes(await command('metrics')));
  }, 30_000);
}

test('the API and the commands never disagree while a problem is raised, silenced and cleared', async () => {
  await startScene();
  await expectEqual();
  const [condition] = JSON.parse((await ask('/api/v1/conditions')).body);
  expect(condition).toMatchObject({ eventId: 12014, subject: 'Default' });

  await command('silences', 'add', '--id', '12014', '--for', '1h', '--reason', 'planned work');
  await expectEqual();
  expect(JSON.parse((await ask('/api/v1/conditions')).body)[0].silencedBy).toMatch(/^[0-9a-f]{8}$/);

  lay('other.contoso.com', 90);
  await scene.pass(Date.now());
  await expectEqual();
  expect(JSON.parse((await ask('/api/v1/status')).body).open).toEqual([]);
});

test('pages have every event and every certificate once, and filters are those of the commands', async () => {
  await startScene();
  for (let number = 0; number < 7; number += 1) lay(`host${number}.contoso.com`, 30 + number);
  await scene.pass(Date.now());
  const collect = async (first: string): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    for (let path: string | undefined = first; path !== undefined; ) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      found.push(...JSON.parse(answer.body));
      path = /^<(.*)>; rel="next"$/.exec(answer.link ?? '')?.[1];
    }
    return found;
  };
  expect(await collect('/api/v1/certificates?limit=3')).toEqual(
    JSON.parse(await command('certificates', '--format', 'json')),
  );
  expect(await collect('/api/v1/certificates?limit=2&fields=dnsNames&domain-name=host3.contoso.com')).toEqual([
    { dnsNames: ['host3.contoso.com'] },
  ]);
  const all = JSON.parse((await ask('/api/v1/events?limit=1000')).body);
  expect(all.length).toBeGreaterThan(1);
  expect(await collect('/api/v1/events?limit=1')).toEqual(all);
  const newest = await ask('/api/v1/events?last=2');
  expect(JSON.parse(newest.body)).toEqual(all.slice(-2));
  expect(newest.link).toBeUndefined();
  const before = all.at(-1).winlog.record_id;
  expect(JSON.parse((await ask(`/api/v1/events?last=1&before=${before}`)).body)).toEqual(all.slice(-2, -1));
  const errors = (await command('events', '--format', 'json', '--level', 'Error')).trimEnd().split('\n');
  expect(JSON.parse((await ask('/api/v1/events?level=error')).body)).toEqual(errors.map((line) => JSON.parse(line)));
  const [first] = all;
  expect(JSON.parse((await ask(`/api/v1/events/${first.winlog.record_id}`)).body)).toEqual(first);
  expect((await ask('/api/v1/events/999999')).status).toBe(404);
  expect((await ask('/api/v1/events/1%20')).status).toBe(404);
});

test('an ETag is valid until the event log changes', async () => {
  await startScene();
  const { etag = '' } = await ask('/api/v1/events');
  expect(await ask('/api/v1/events', { 'If-None-Match': etag })).toMatchObject({ status: 304, body: '' });
  lay('other.contoso.com', 90);
  await scene.pass(Date.now());
  const changed = await ask('/api/v1/events', { 'If-None-Match': etag });
  expect(changed.status).toBe(200);
  expect(changed.etag).not.toBe(etag);
});

/** Follows the events of the API; `text` grows. */
function follow(
  path: string,
  headers: Readonly<Record<string, string>> = {},
): { text: string; status: number; close(): void } {
  const asked = request({ socketPath: scene.directory.at('api.sock'), path, headers, agent: false }, (response) => {
    followed.status = response.statusCode ?? 0;
    response.setEncoding('utf8').on('data', (text: string) => {
      followed.text += text;
    });
    response.on('error', () => undefined);
  });
  asked.on('error', () => undefined).end();
  const followed = { text: '', status: 0, close: () => void asked.destroy() };
  return followed;
}

test('a client that follows events receives each new one once, also after it connects again', async () => {
  await startScene();
  const all = JSON.parse((await ask('/api/v1/events?limit=1000')).body);
  const lastId = all.at(-1).winlog.record_id;
  const [fresh, again, filtered] = [
    follow('/api/v1/events/stream'),
    follow('/api/v1/events/stream', { 'Last-Event-ID': String(lastId - 1) }),
    follow('/api/v1/events/stream?id=12014&after=1'),
  ];
  const idsIn = ({ text }: { readonly text: string }): readonly number[] =>
    [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  await vi.waitFor(() => {
    expect([fresh.text, filtered.status, idsIn(again)]).toEqual([':\n\n', 200, [lastId]]);
  }, 10_000);
  lay('other.contoso.com', 90);
  await scene.pass(Date.now());
  const later = JSON.parse((await ask(`/api/v1/events?after=${lastId}`)).body);
  const newIds = later.map((each: { winlog: { record_id: number } }) => each.winlog.record_id);
  expect(newIds.length).toBeGreaterThan(0);
  await vi.waitFor(() => expect([idsIn(fresh), idsIn(again)]).toEqual([newIds, [lastId, ...newIds]]), 10_000);
  const [, json = ''] = /^data: (.*)$/m.exec(fresh.text) ?? [];
  expect(JSON.parse(json)).toEqual(later[0]);
  expect(filtered.text.match(/"event_id":\d+/g)?.every((each) => each.endsWith(':12014'))).toBe(true);
  for (const each of [fresh, again, filtered]) each.close();
});

test('50 clients can follow events, and the place of one that leaves is free again', async () => {
  await startScene();
  const clients = Array.from({ length: 50 }, () => follow('/api/v1/events/stream'));
  await vi.waitFor(() => expect(clients.every(({ status }) => status === 200)).toBe(true), 20_000);
  expect((await ask('/api/v1/events/stream')).status).toBe(503);
  clients[0]?.close();
  await vi.waitFor(() => {
    const next = follow('/api/v1/events/stream');
    clients.push(next);
    return vi.waitFor(() => expect(next.status).toBe(200), 1000);
  }, 10_000);
  for (const client of clients) client.close();
});

test('the calendar has an entry for each certificate in use', async () => {
  await startScene();
  const { status, body } = await ask('/calendar.ics');
  expect(status).toBe(200);
  // The file that a connector names, and the certificate of the store that another one selects.
  expect(body.match(/^SUMMARY:.*/gm)).toEqual([
    'SUMMARY:Certificate expires: mx.contoso.com',
    'SUMMARY:Certificate expires: mail.contoso.com',
  ]);
  expect(body).toContain('\r\nSUMMARY:Certificate expires: mail.contoso.com\r\n');
  expect((await ask('/calendar.ics')).body).toBe(body);
});

test('hostile names are text in JSON, and no page can run them', async () => {
  await startScene();
  const { body } = await ask('/api/v1/connectors');
  expect(JSON.parse(body)[0].name).toBe(HOSTILE);
  const { status } = await ask(`/api/v1/events?connector=${encodeURIComponent(HOSTILE)}`);
  expect(status).toBe(200);
});
