import { describe, expect, it } from 'vitest';
import { probeUrl } from '../../../../src/domain/connector/probe-target.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import type { ProbeMemory } from '../../../../src/domain/served/served.ts';
import { DAY, MINUTE } from '../../../../src/domain/time.ts';
import type { ProbeNowOutcome } from '../../../../src/work/operations/connector-operations.ts';
import { NOT_OFFERED, probeResult, serves, target } from '../../../domain/serving.ts';
import { connector, NOON, stored } from '../../../domain/world.ts';
import { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { typeCommand } from '../desk.ts';

const SHARD = 'mail01.contoso.com';
const MAIL = 'mail.contoso.com';
const NEW = stored('9D77E2AA', { dnsNames: [MAIL], notBefore: NOON - DAY, notAfter: NOON + 61 * DAY });
const CONNECTORS = [
  connector('Edge', MAIL, { probe: target() }),
  connector('Client', MAIL, { probe: target({ host: '192.0.2.9' }) }),
  connector('Internal', MAIL),
];

/** Runs `connectors probe --now` on a host whose daemon has probed both servers. */
async function probeNow(
  words: readonly string[],
  outcome: ProbeNowOutcome = 'done',
  { edge = serves(NEW), locale = 'en' as 'en' | 'ja', connectors = CONNECTORS } = {},
) {
  const ledger = new MemoryLedger();
  const remembered = [
    ['Edge', probeUrl(target()), probeResult(NOON, edge)],
    ['Client', probeUrl(target({ host: '192.0.2.9' })), probeResult(NOON, serves(NEW))],
  ] as const;
  const probes = new Map(
    remembered.map(([name, url, result]): [string, ProbeMemory] => [name, { url, result, lastOfferedAt: undefined }]),
  );
  const pass = { startedAt: NOON - MINUTE, endedAt: NOON - MINUTE, nextAt: NOON + 14 * MINUTE };
  await ledger.commit(SHARD, 0, { records: [], open: [], memory: { ...EMPTY_MEMORY, probes }, scan: pass });
  const requested: unknown[] = [];
  const answer = await typeCommand(['connectors', 'probe', '--now', ...words], {
    world: { now: NOON, connectors, certificates: [NEW] },
    ledger,
    locale,
    command: ['mailcertd', '--config', '/etc/contoso.yaml'],
    connectors: {
      probeNow: async (names, waitMs) => {
        requested.push([names, waitMs]);
        return outcome;
      },
    },
  });
  return { ...answer, requested };
}

const rows = (stdout: string): readonly string[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}.* {2,}/g, ' … '));

describe('connectors probe --now', () => {
  it('probes every connector, and prints those that are probed', async () => {
    const { stdout, code, requested } = await probeNow([]);
    expect(requested).toEqual([[[], MINUTE]]);
    expect(rows(stdout)).toEqual(['connector … served', 'Edge … same', 'Client … same']);
    expect(code).toBe(0);
  });

  it('requests the named connectors once, by any unique part of a name', async () => {
    const { stdout, requested } = await probeNow(['cli', 'Client', '--wait', '2m', '--format', 'json']);
    expect(requested).toEqual([[['Client'], 2 * MINUTE]]);
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(['Client']);
  });

  it.each([
    [
      'en',
      'Not probed, because the running daemon has not loaded the current configuration of New\\x1b, Moved. Reload',
    ],
    ['ja', '接続確認は行われませんでした: New\\x1b、Moved。デーモンを再読み込みしてください。'],
  ] as const)(
    'names connectors that the daemon has not loaded in one line, after the results: %s',
    async (locale, text) => {
      const connectors = [
        connector('Edge', MAIL, { probe: target() }),
        connector('New\x1b', MAIL, { probe: target({ host: '192.0.2.10' }) }),
        connector('Moved', MAIL, { probe: target({ host: '192.0.2.11' }) }),
      ];
      const { stdout, stderr, code } = await probeNow([], 'done', { locale, connectors });
      expect(stdout.trim().split('\n')).toHaveLength(4);
      expect(stderr).toContain(text);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(code).toBe(1);
      expect((await probeNow(['Edge'], 'done', { locale, connectors })).stderr).toBe('');
    },
  );

  it('exits with 1 when an address serves no certificate', async () => {
    expect((await probeNow(['Edge'], 'done', { edge: NOT_OFFERED })).code).toBe(1);
    expect((await probeNow(['Client'], 'done', { edge: NOT_OFFERED })).code).toBe(0);
  });

  it.each([
    ['no-daemon', 'en', /^No daemon is running, so nothing was probed/],
    ['no-daemon', 'ja', /^デーモンが動作していない/],
    ['timed-out', 'en', /^The daemon has not finished its probes yet/],
    ['timed-out', 'ja', /^デーモンによる接続確認はまだ完了していません/],
  ] as const)('prints one line when there is no result: %s, %s', async (outcome, locale, text) => {
    const { stdout, stderr, code } = await probeNow([], outcome, { locale });
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toMatch(text);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('names, with the configuration, the command that shows the results later', async () => {
    for (const locale of ['en', 'ja'] as const) {
      const { stderr } = await probeNow([], 'timed-out', { locale });
      expect(stderr).toContain('mailcertd --config /etc/contoso.yaml connectors');
    }
  });

  it.each([
    ['en', /^Nothing to probe: no enabled connector has a probe\. .*connectors discover\n$/],
    ['ja', /^接続確認の対象.*がありません。.*connectors discover\n$/],
  ] as const)(
    'makes no request to the daemon and exits with 1 when there is nothing to probe: %s',
    async (locale, text) => {
      for (const connectors of [[], [connector('Internal', MAIL)]]) {
        const { stdout, stderr, code, requested } = await probeNow([], 'done', { locale, connectors });
        expect([stdout, code, requested]).toEqual(['', 1, []]);
        expect(stderr).toMatch(text);
      }
    },
  );

  it.each([
    [['Internal'], 'cannot probe: connector "Internal" has no probe'],
    [['Nothing'], 'no such name'],
    [['--name', MAIL], 'with --now, only --wait and --format are valid'],
    [['--timeout', '1s', 'Edge'], 'with --now, only --wait and --format are valid'],
  ])('refuses %j', async (words, text) => {
    const { stderr, code, requested } = await probeNow(words);
    expect(stderr).toContain(text);
    expect([code, requested]).toEqual([2, []]);
  });
});

it('connectors probe --now --check is UNKNOWN to the monitoring system', async () => {
  const { stdout, code, requested } = await probeNow(['--check']);
  expect(stdout).toContain('with --now, only --wait and --format are valid');
  expect([code, requested]).toEqual([3, []]);
});

it('connectors probe without --now refuses no server and several servers', async () => {
  for (const words of [[], ['a.example.com', 'b.example.com']]) {
    const { stderr, code } = await typeCommand(['connectors', 'probe', ...words]);
    expect(stderr).toContain('name one server, for example smtp://mail.example.com; several connectors need --now');
    expect(code).toBe(2);
  }
});
