import { describe, expect, it } from 'vitest';
import {
  AlertmanagerClient,
  type AlertmanagerOptions,
} from '../../../../src/adapters/notify/alertmanager/alertmanager-client.ts';
import { TrustedRoots } from '../../../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../../../src/adapters/starttls/create-lookup.ts';
import type { Condition } from '../../../../src/domain/condition/condition.ts';
import { raisedRecord } from '../../../contract/alert-samples.ts';
import { raised } from '../../../contract/ledger-samples.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { alertmanagerOptions } from '../../../fixtures/alertmanager-options.ts';
import { type GivenAnswer, type HttpReceiver, httpReceiver } from '../../../fixtures/receiver.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const signal = new AbortController().signal;

const iso = (at: number): string => new Date(at).toISOString();
const UNTIL = iso(NOON + 240_000);

function mirror(port: number, changes: Partial<AlertmanagerOptions> = {}): AlertmanagerClient {
  return new AlertmanagerClient(alertmanagerOptions(`http://127.0.0.1:${port}/prefix/`, changes), {
    clock: { now: () => NOON, monotonicMs: () => 0 },
    trustedRoots: new TrustedRoots([]),
    createLookup,
    alerts: (open, cleared, until) => [
      ...open.map(({ conditionId, level }) => ({
        labels: { condition_id: conditionId, level },
        annotations: {},
        startsAt: iso(NOON - 60_000),
        endsAt: iso(until),
      })),
      ...cleared.map(({ conditionId = '', level }) => ({
        labels: { condition_id: conditionId, level },
        annotations: {},
        startsAt: iso(NOON - 60_000),
        endsAt: iso(NOON - 1),
      })),
    ],
  });
}

const many = (count: number): readonly Condition[] =>
  Array.from({ length: count }, (_, index) => raised(`condition-${index}`).condition);

interface Shown {
  readonly labels: { readonly condition_id: string; readonly level: string };
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Returns the alerts in each request. */
const alerts = ({ requests }: HttpReceiver): readonly (readonly Shown[])[] =>
  requests.map(({ body }) => JSON.parse(body));

/** Returns the conditions that each request sends as open and as resolved. */
const shown = (receiver: HttpReceiver): readonly { open: readonly string[]; cleared: readonly string[] }[] =>
  alerts(receiver).map((all) => {
    const [open, cleared] = [true, false].map((isOpen) =>
      all.filter(({ endsAt }) => (endsAt === UNTIL) === isOpen).map(({ labels }) => labels.condition_id),
    );
    return { open: open ?? [], cleared: cleared ?? [] };
  });

/** Starts a receiver with these answers in order; it repeats the last one. */
const inTurn = (...answers: readonly GivenAnswer[]): Promise<HttpReceiver> => {
  let asked = 0;
  return httpReceiver(() => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1];
  });
};

describe('the Alertmanager client', () => {
  it('sends to the path below its address, with an end of the alerts after four intervals', async () => {
    await using receiver = await inTurn({ status: 200 });
    const cleared = raisedRecord({ change: 'cleared', conditionId: 'condition-9' });
    const detail = `POST http://127.0.0.1:${receiver.port}/…: 200 OK; 2 open, 1 cleared`;
    expect(await mirror(receiver.port).send(many(2), [cleared], signal)).toEqual({
      kind: 'delivered',
      failure: saying(detail),
    });
    expect(receiver.requests[0]).toMatchObject({ method: 'POST', url: '/prefix/api/v2/alerts' });
    expect(receiver.requests[0]?.headers['content-type']).toBe('application/json');
    expect(shown(receiver)).toEqual([{ open: ['condition-0', 'condition-1'], cleared: ['condition-9'] }]);
  });

  it('sends also while nothing is open, so that errors are visible', async () => {
    await using receiver = await inTurn({ status: 503, headers: { 'retry-after': '7200' } });
    expect(await mirror(receiver.port).send([], [], signal)).toMatchObject({
      kind: 'retry',
      reason: 'server_error',
      notBefore: NOON + 3_600_000,
    });
    expect(shown(receiver)).toEqual([{ open: [], cleared: [] }]);
  });

  it.each([
    [256, [256]],
    [257, [256, 1]],
    [1000, [256, 256, 256, 232]],
  ])('sends %i alerts in requests of %j', async (count, sizes) => {
    await using receiver = await inTurn({ status: 200 });
    const open = many(count);
    const cleared = open.map(({ conditionId }) => raisedRecord({ change: 'cleared', conditionId }));
    expect(await mirror(receiver.port).send(open, cleared, signal)).toMatchObject({ kind: 'delivered' });
    expect(shown(receiver).map((one) => [one.open.length, one.cleared.length])).toEqual(
      sizes.map((size) => [size, size]),
    );
    expect(shown(receiver).flatMap((one) => one.open)).toEqual(open.map(({ conditionId }) => conditionId));
  });

  it('sends the rest if one request is refused, and reports it', async () => {
    await using receiver = await inTurn({ status: 400, body: '"bad timestamp"' }, { status: 200 });
    expect(await mirror(receiver.port).send(many(600), [], signal)).toMatchObject({
      kind: 'rejected',
      reason: 'refused',
      failure: saying(expect.stringContaining('400 Bad Request: "bad timestamp"')),
      disable: false,
    });
    expect(receiver.requests).toHaveLength(3);
  });

  it('sends nothing more after an error of the server', async () => {
    await using receiver = await inTurn({ status: 200 }, { status: 500 }, { status: 200 });
    expect(await mirror(receiver.port).send(many(600), [], signal)).toMatchObject({ kind: 'retry' });
    expect(receiver.requests).toHaveLength(2);
  });

  describe('that sends a condition with other labels than before', () => {
    const [first] = many(1) as [Condition];
    const worse: Condition = { ...first, level: first.level === 'Error' ? 'Warning' : 'Error' };
    /** Returns the level and the end of each alert in the requests. */
    const lines = (receiver: HttpReceiver): readonly (readonly string[])[] =>
      alerts(receiver).map((all) => all.map(({ labels, endsAt }) => `${labels.level} ${endsAt}`));

    it('resolves the previous alert, once', async () => {
      await using receiver = await inTurn({ status: 200 });
      const am = mirror(receiver.port);
      for (const condition of [first, worse, worse]) await am.send([condition], [], signal);
      const [now, then] = [`${worse.level} ${UNTIL}`, `${first.level} ${iso(NOON)}`];
      expect(lines(receiver)).toEqual([[`${first.level} ${UNTIL}`], [then, now], [now]]);
    });

    it('resolves it until that has arrived', async () => {
      await using receiver = await inTurn({ status: 200 }, { status: 500 }, { status: 400 }, { status: 200 });
      const am = mirror(receiver.port);
      for (const condition of [first, worse, worse, worse]) await am.send([condition], [], signal);
      const both = [`${first.level} ${iso(NOON)}`, `${worse.level} ${UNTIL}`];
      expect(lines(receiver).slice(1)).toEqual([both, both, both]);
    });

    it('resolves both if the condition was resolved meanwhile', async () => {
      await using receiver = await inTurn({ status: 200 });
      const am = mirror(receiver.port);
      await am.send([first], [], signal);
      const { conditionId } = first;
      const end = raisedRecord({ change: 'cleared', conditionId, level: worse.level });
      await am.send([], [end], signal);
      await am.send([first], [], signal);
      expect(lines(receiver).slice(1)).toEqual([
        [`${first.level} ${iso(NOON)}`, `${worse.level} ${iso(NOON - 1)}`],
        [`${first.level} ${UNTIL}`],
      ]);
    });
  });

  it('has one time limit for all its requests, and reports when it is exceeded', async () => {
    let passed = 0;
    await using receiver = await httpReceiver(({ body }) => {
      passed = 59_900;
      return body.includes('condition-0') ? { status: 200 } : undefined;
    });
    const am = new AlertmanagerClient(alertmanagerOptions(`http://127.0.0.1:${receiver.port}`, { timeout: 60_000 }), {
      clock: { now: () => NOON, monotonicMs: () => passed },
      trustedRoots: new TrustedRoots([]),
      createLookup,
      alerts: (open) =>
        open.map(({ conditionId }) => ({ labels: { conditionId }, annotations: {}, startsAt: iso(NOON) })),
    });
    expect(await am.send(many(600), [], signal)).toMatchObject({
      kind: 'retry',
      reason: 'timed_out',
      failure: saying(expect.stringContaining('not finished in 0.1 s')),
    });
    expect(receiver.requests).toHaveLength(2);
  });

  it('authenticates with a password or a token, read at each use', async () => {
    using directory = temporaryDirectory();
    await using receiver = await inTurn({ status: 200 });
    const passwordFile = directory.write('password', 'pässword \n');
    const tokenFile = directory.at('token');
    await mirror(receiver.port, { user: 'mailcertd', passwordFile }).send([], [], signal);
    const withToken = mirror(receiver.port, { tokenFile });
    expect(await withToken.send([], [], signal)).toMatchObject({ kind: 'retry', reason: 'secret_unreadable' });
    directory.write('token', 'token-1\n');
    await withToken.send([], [], signal);
    expect(receiver.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('mailcertd:pässword ').toString('base64')}`,
      'Bearer token-1',
    ]);
  });
});
