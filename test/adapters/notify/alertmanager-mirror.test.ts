import { describe, expect, it } from 'vitest';
import { AlertmanagerMirror, type AlertmanagerOptions } from '../../../src/adapters/notify/alertmanager-mirror.ts';
import { TrustedRoots } from '../../../src/adapters/notify/trusted-roots.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import { raisedRecord } from '../../contract/alert-samples.ts';
import { raised } from '../../contract/ledger-samples.ts';
import { alertmanagerOptions } from '../../fixtures/alertmanager-options.ts';
import { type GivenAnswer, type HttpReceiver, httpReceiver } from '../../fixtures/receiver.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const signal = new AbortController().signal;

function mirror(port: number, changes: Partial<AlertmanagerOptions> = {}): AlertmanagerMirror {
  return new AlertmanagerMirror(alertmanagerOptions(`http://127.0.0.1:${port}/prefix/`, changes), {
    clock: { now: () => NOON, monotonicMs: () => 0 },
    trusted: new TrustedRoots([]),
    body: (open, cleared, until) =>
      JSON.stringify({
        open: open.map(({ conditionId }) => conditionId),
        cleared: cleared.map(({ conditionId }) => conditionId),
        until,
      }),
  });
}

const many = (count: number): readonly Condition[] =>
  Array.from({ length: count }, (_, index) => raised(`condition-${index}`).condition);

/** What each request showed. */
const shown = ({ requests }: HttpReceiver): readonly { open: string[]; cleared: string[]; until: number }[] =>
  requests.map(({ body }) => JSON.parse(body));

/** Answers in turn, the last of them for ever. */
const inTurn = (...answers: readonly GivenAnswer[]): Promise<HttpReceiver> => {
  let asked = 0;
  return httpReceiver(() => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1];
  });
};

describe('The mirror of an Alertmanager', () => {
  it('is asked below its address, and told until when all is open if nothing else is heard: four times its interval', async () => {
    await using receiver = await inTurn({ status: 200 });
    const cleared = raisedRecord({ change: 'cleared', conditionId: 'condition-9' });
    expect(await mirror(receiver.port).show(many(2), [cleared], signal)).toEqual({
      kind: 'delivered',
      detail: `POST http://127.0.0.1:${receiver.port}/prefix/api/v2/alerts: 200 OK; 2 open, 1 over`,
    });
    expect(receiver.requests[0]).toMatchObject({ method: 'POST', url: '/prefix/api/v2/alerts' });
    expect(receiver.requests[0]?.headers['content-type']).toBe('application/json');
    expect(shown(receiver)).toEqual([
      { open: ['condition-0', 'condition-1'], cleared: ['condition-9'], until: NOON + 240_000 },
    ]);
  });

  it('asks also while nothing is open, so that its trouble shows', async () => {
    await using receiver = await inTurn({ status: 503, headers: { 'retry-after': '7200' } });
    expect(await mirror(receiver.port).show([], [], signal)).toMatchObject({
      kind: 'again',
      reason: 'server_error',
      notBefore: NOON + 3_600_000,
    });
    expect(shown(receiver)).toEqual([{ open: [], cleared: [], until: NOON + 240_000 }]);
  });

  it.each([
    [256, [256]],
    [257, [256, 1]],
    [1000, [256, 256, 256, 232]],
  ])('shows %i in requests of %j', async (count, sizes) => {
    await using receiver = await inTurn({ status: 200 });
    const open = many(count);
    const cleared = open.map(({ conditionId }) => raisedRecord({ change: 'cleared', conditionId }));
    expect(await mirror(receiver.port).show(open, cleared, signal)).toMatchObject({ kind: 'delivered' });
    expect(shown(receiver).map((one) => [one.open.length, one.cleared.length])).toEqual(
      sizes.map((size) => [size, size]),
    );
    expect(shown(receiver).flatMap((one) => one.open)).toEqual(open.map(({ conditionId }) => conditionId));
  });

  it('shows the rest where one request is refused, and says so', async () => {
    await using receiver = await inTurn({ status: 400, body: '"bad timestamp"' }, { status: 200 });
    expect(await mirror(receiver.port).show(many(600), [], signal)).toMatchObject({
      kind: 'never',
      reason: 'refused',
      detail: expect.stringContaining('400 Bad Request: "bad timestamp"'),
      disable: false,
    });
    expect(receiver.requests).toHaveLength(3);
  });

  it('shows nothing more where it is in trouble', async () => {
    await using receiver = await inTurn({ status: 200 }, { status: 500 }, { status: 200 });
    expect(await mirror(receiver.port).show(many(600), [], signal)).toMatchObject({ kind: 'again' });
    expect(receiver.requests).toHaveLength(2);
  });

  it('says who asks: a password or a token, read at each use', async () => {
    using folder = temporaryFolder();
    await using receiver = await inTurn({ status: 200 });
    const passwordFile = folder.write('password', 'pässword \n');
    const tokenFile = folder.at('token');
    await mirror(receiver.port, { user: 'mailcertd', passwordFile }).show([], [], signal);
    const withToken = mirror(receiver.port, { tokenFile });
    expect(await withToken.show([], [], signal)).toMatchObject({ kind: 'again', reason: 'secret_unreadable' });
    folder.write('token', 'token-1\n');
    await withToken.show([], [], signal);
    expect(receiver.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('mailcertd:pässword ').toString('base64')}`,
      'Bearer token-1',
    ]);
  });
});
