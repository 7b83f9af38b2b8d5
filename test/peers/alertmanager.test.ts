import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import {
  AlertmanagerClient,
  type AlertmanagerOptions,
} from '../../src/adapters/notify/alertmanager/alertmanager-client.ts';
import { TrustedRoots } from '../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../src/adapters/starttls/create-lookup.ts';
import type { Condition } from '../../src/domain/condition/condition.ts';
import { definitionOf } from '../../src/domain/event/catalog/all.ts';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { alertmanagerAlerts } from '../../src/formats/alert-body/alertmanager-alert.ts';
import { HOSTILE_NAMES } from '../contract/alert-samples.ts';
import { newRecord, raised, SHARD } from '../contract/ledger-samples.ts';
import { saying } from '../domain/failure/saying.ts';
import { alertmanagerOptions } from '../fixtures/alertmanager-options.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { type HttpReceiver, httpReceiver } from '../fixtures/receiver.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs } from './needs.ts';
import { runAlertmanager } from './run-alertmanager.ts';

const CLOCK = { now: () => Date.now(), monotonicMs: () => performance.now() };
const RENDERING = {
  locale: 'en',
  offsetMinutes: () => 0,
  helpLink: 'https://help.contoso.com/{id}',
  definitionOf,
} as const;
const NAME = definitionOf(12014)?.symbolicName;
const signal = new AbortController().signal;

function mirror(url: string, changes: Partial<AlertmanagerOptions> = {}): AlertmanagerClient {
  return new AlertmanagerClient(alertmanagerOptions(url, changes), {
    clock: CLOCK,
    trustedRoots: new TrustedRoots([]),
    createLookup,
    alerts: (open, cleared, until) => alertmanagerAlerts(open, cleared, { computer: SHARD, until }, RENDERING),
  });
}

/** Returns a condition that was raised a minute ago. */
function open(conditionId: string, name = 'mail.contoso.com'): Condition {
  const raisedAt = Date.now() - 60_000;
  const facts = { connector: name, fqdn: name };
  return raised(conditionId, { raisedAt, notifiedAt: raisedAt, facts, parameters: [name, name, name] }).condition;
}

/** Returns the record that clears a condition now. */
function over({ conditionId, eventId, level, raisedAt, facts }: Condition): EventRecord {
  const at = Date.now();
  const evidence = { scope: 'store:My', at, reason: 'observed' } as const;
  const record = newRecord({
    eventId: 1900,
    level: 'Information',
    change: 'cleared',
    conditionId,
    timeCreated: at,
    facts: { ...facts, cleared: { eventId, level, raisedAt, evidence } },
    remedy: [],
  });
  return { ...record, eventRecordId: 2, processId: 1 };
}

/** Returns the condition IDs of the active alerts, from amtool. */
async function active(port: number): Promise<readonly string[]> {
  const options = [`--alertmanager.url=http://127.0.0.1:${port}`, 'alert', 'query', '--output=json'];
  const { stdout } = await promisify(execFile)('amtool', options, { maxBuffer: 64 * 1024 * 1024 });
  const alerts = JSON.parse(stdout) as readonly { readonly labels: Readonly<Record<string, string>> }[];
  return alerts.map(({ labels }) => labels['condition_id'] ?? '').sort();
}

/** Returns the alerts that Alertmanager sent to its own webhook, in order. */
function loggedEvents({ requests }: HttpReceiver): readonly string[] {
  return requests.flatMap(({ body }) => {
    const { alerts } = JSON.parse(body) as {
      readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
    };
    return alerts.map(({ status, labels }) => `${status} ${labels['alertname']} ${labels['condition_id']}`);
  });
}

const wait = { timeout: 30_000, interval: 100 };
const there = needs('prometheus-alertmanager');

describe.runIf(there)('Alertmanager', () => {
  /**
   * Sends two alerts repeatedly, for longer than the lifetime of one request, then a cleared one,
   * and then nothing. Returns false if the machine stopped for longer than this lifetime: the
   * alerts then end correctly, which proves nothing.
   */
  async function showsWithoutPause(port: number, webhook: HttpReceiver, intervalMs: number): Promise<boolean> {
    const am = mirror(`http://127.0.0.1:${port}`, { interval: intervalMs });
    const ids = ['first', 'second'].map((name) => `${name}-${intervalMs}`);
    const [first, second] = [open(ids[0] ?? ''), open(ids[1] ?? '')];
    const own = async (): Promise<readonly string[]> => (await active(port)).filter((id) => ids.includes(id));
    const ownAlerts = (): readonly string[] =>
      loggedEvents(webhook).filter((line) => ids.some((id) => line.endsWith(` ${id}`)));
    const lastsMs = 4 * intervalMs;
    const begunAt = Date.now();
    let shownAt = begunAt;
    /**
     * Returns the result if it was obtained during the lifetime of the last request, otherwise
     * undefined.
     */
    const whileShown = async <T>(asked: () => Promise<T>): Promise<T | undefined> => {
      const answer = await asked();
      return Date.now() - shownAt < lastsMs ? answer : undefined;
    };
    const show = async (...what: [readonly Condition[], readonly EventRecord[]]): Promise<boolean> => {
      const now = Date.now();
      const outcome = await whileShown(() => am.send(...what, signal));
      shownAt = now;
      if (outcome !== undefined) expect(outcome).toMatchObject({ kind: 'delivered' });
      return outcome !== undefined;
    };
    const outcome = await am.send([first, second], [], signal);
    expect(outcome).toEqual({
      kind: 'delivered',
      failure: saying(`POST http://127.0.0.1:${port}/api/v2/alerts: 200 OK; 2 open, 0 cleared`),
    });
    expect(outcome).toHaveProperty('failure.code', 'conditions_sent');
    while (Date.now() - begunAt < 1.5 * lastsMs) {
      await vi.waitFor(() => expect(Date.now() - shownAt).toBeGreaterThan(intervalMs * 0.9), wait);
      if (!(await show([first, second], []))) return false;
      const seen = await whileShown(own);
      if (seen === undefined) return false;
      expect(seen).toEqual(ids);
      expect(ownAlerts().filter((line) => line.startsWith('resolved'))).toEqual([]);
    }
    if (!(await show([second], [over(first)]))) return false;
    await vi.waitFor(() => expect(loggedEvents(webhook)).toContain(`resolved ${NAME} ${ids[0]}`), wait);
    const left = await whileShown(own);
    if (left === undefined) return false;
    expect(left).toEqual([ids[1]]);
    // An alert that is no longer sent expires.
    const end = { ...wait, timeout: lastsMs + wait.timeout };
    await vi.waitFor(async () => expect(await own()).toEqual([]), end);
    await vi.waitFor(() => expect(loggedEvents(webhook)).toContain(`resolved ${NAME} ${ids[1]}`), end);
    expect([...ownAlerts()].sort()).toEqual(
      ['firing', 'resolved'].flatMap((status) => ids.map((id) => `${status} ${NAME} ${id}`)),
    );
    return true;
  }

  test('shows an alert beyond its resolve timeout, as long as it is sent, and resolves it when the condition is resolved', {
    timeout: 600_000,
  }, async () => {
    using directory = temporaryDirectory();
    await using webhook = await httpReceiver(() => ({ status: 200 }));
    await using running = await runAlertmanager(directory, {
      webhook: `http://127.0.0.1:${webhook.port}/`,
      resolveTimeout: '1s',
    });
    let isProven = false;
    // The first run takes six times the resolve timeout. On a machine that stops for seconds, it is
    // repeated with longer intervals.
    for (const intervalMs of [1000, 4000, 16_000])
      isProven ||= await showsWithoutPause(running.port, webhook, intervalMs);
    expect(isProven).toBe(true);
  });

  test('has one alert for a condition whose severity changes: the previous one ends', async () => {
    using directory = temporaryDirectory();
    await using webhook = await httpReceiver(() => ({ status: 200 }));
    await using running = await runAlertmanager(directory, {
      webhook: `http://127.0.0.1:${webhook.port}/`,
      resolveTimeout: '5m',
    });
    const am = mirror(`http://127.0.0.1:${running.port}`);
    const worse = open('first');
    expect(await am.send([{ ...worse, level: 'Warning' }], [], signal)).toMatchObject({ kind: 'delivered' });
    await vi.waitFor(async () => expect(await active(running.port)).toEqual(['first']), wait);
    expect(await am.send([worse], [], signal)).toMatchObject({ kind: 'delivered' });
    await vi.waitFor(() => expect(loggedEvents(webhook)).toContain(`resolved ${NAME} first`), wait);
    expect(await active(running.port)).toEqual(['first']);
    expect(await am.send([], [over(worse)], signal)).toMatchObject({ kind: 'delivered' });
    await vi.waitFor(async () => expect(await active(running.port)).toEqual([]), wait);
  });

  test('accepts a thousand at once, and unusual names', async () => {
    using directory = temporaryDirectory();
    await using webhook = await httpReceiver(() => ({ status: 200 }));
    await using running = await runAlertmanager(directory, {
      webhook: `http://127.0.0.1:${webhook.port}/`,
      resolveTimeout: '5m',
    });
    const many = Array.from({ length: 1000 }, (_, index) => open(`many-${index}`));
    const hostile = HOSTILE_NAMES.map((name, index) => open(`hostile-${index}`, name));
    const all = [...hostile, ...many];
    const am = mirror(`http://127.0.0.1:${running.port}/`);
    expect(await am.send(all, [], signal)).toMatchObject({ kind: 'delivered' });
    const ids = all.map(({ conditionId }) => conditionId).sort();
    await vi.waitFor(async () => expect(await active(running.port)).toEqual(ids), wait);
    expect(await am.send([], all.map(over), signal)).toMatchObject({ kind: 'delivered' });
    await vi.waitFor(async () => expect(await active(running.port)).toEqual([]), wait);
  });

  test('accepts only clients with its password, over TLS with its own CA', async () => {
    using directory = temporaryDirectory();
    const validity = { notBefore: Date.now() - 3_600_000, notAfter: Date.now() + 3_600_000 };
    const authority = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...validity });
    const served = makeCertificate({ commonName: 'localhost', issuer: authority, ...validity });
    await using running = await runAlertmanager(directory, {
      webhook: 'http://127.0.0.1:9/',
      resolveTimeout: '5m',
      tls: {
        certificate: directory.write('served.pem', served.certificatePem),
        key: directory.write('served.key', served.privateKeyPem, 0o600),
        user: 'mailcertd',
        // The hash of the password below.
        bcrypt: '$2b$05$abcdefghijklmnopqrstuurN4S5SX8XOSaONdNSstqqNp5rTcyJLC',
      },
    });
    const caFile = directory.write('ca.pem', authority.certificatePem);
    const asked = (password: string): Promise<object> => {
      const passwordFile = directory.write('password', `${password}\n`, 0o600);
      const options = { caFile, user: 'mailcertd', passwordFile };
      return mirror(`https://localhost:${running.port}`, options).send([open('first')], [], signal);
    };
    expect(await asked('wonder-marker')).toMatchObject({ kind: 'delivered' });
    const refused = await asked('other-marker');
    expect(refused).toMatchObject({ kind: 'retry', reason: 'authentication_failed' });
    expect(JSON.stringify(refused)).not.toContain('marker');
    const url = `https://localhost:${running.port}`;
    expect(await mirror(url, { caFile }).send([], [], signal)).toMatchObject({ reason: 'authentication_failed' });
    expect(await mirror(url).send([], [], signal)).toMatchObject({ reason: 'certificate_not_trusted' });
  });
});
