import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { Connector } from '../../src/domain/connector/connector.ts';
import type { Finding } from '../../src/domain/evidence/finding.ts';
import { matchServedName } from '../../src/domain/served/match-served-name.ts';
import { HOUR, type Instant, MINUTE } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';
import { watchedRules } from './lives.ts';
import { probeResult, serves, silent, TRUSTED, target } from './serving.ts';
import { CALM, connector, Life, NOON, stored, type World } from './world.ts';

const HOST = 'mail01.contoso.com';
const FILE = '/etc/ssl/mail.pem';
const probe = target({ serverName: HOST });

/** All ways to set the name of a connector and to select its certificate. */
const CONNECTORS: readonly Connector[] = [
  connector('discovered', undefined, { fqdnOrigin: 'discovered', certificateFiles: [FILE], probe }),
  connector('named', HOST, { fqdnOrigin: 'discovered', certificateFiles: [FILE], probe }),
  connector('without a file', undefined, { fqdnOrigin: 'discovered', probe }),
  connector('set', HOST, { certificateFiles: [FILE], probe }),
  connector('in stores', HOST, { probe }),
  connector('by the computer', undefined, { probe }),
  connector('trusting', HOST, { probe, trust: [{ kind: 'system' }] }),
  connector('send', undefined, { direction: 'send', probe }),
];

const NAMES: readonly (readonly string[])[] = [[HOST], ['*.contoso.com'], ['mx.contoso.com'], ['debian.local'], []];
const CHAINS: readonly ChainVerdict[] = [
  TRUSTED,
  TRUSTED,
  { status: 'self-signed' },
  { status: 'untrusted', failure: said('CN=Other Root is an untrusted root') },
  {
    status: 'untrusted',
    failure: said('the issuer CN=CA was not sent, and is not a trusted root'),
    missingIssuer: 'CN=CA',
  },
];

/** A certificate, and the verdict of its chain if a server serves it. */
interface Made {
  readonly stored: StoredCertificate;
  readonly chain: ChainVerdict;
}

const made = (label: string): fc.Arbitrary<Made> =>
  fc.record({ dnsNames: fc.constantFrom(...NAMES), chain: fc.constantFrom(...CHAINS) }).map(({ dnsNames, chain }) => ({
    stored: stored(label, {
      ...{ dnsNames, selfSigned: chain.status === 'self-signed' },
      ...{ notBefore: NOON - 1000 * HOUR, notAfter: NOON + 10_000 * HOUR },
    }),
    chain,
  }));

interface Step {
  /** The number of the served certificate; undefined: no response. */
  readonly served: number | undefined;
  /** The number of the certificate on disk. */
  readonly onDisk: number;
  readonly isRestarted: boolean;
  readonly isUnavailable: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  served: fc.option(fc.nat({ max: 3 }), { nil: undefined, freq: 5 }),
  onDisk: fc.nat({ max: 3 }),
  isRestarted: fc.boolean(),
  isUnavailable: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
});

const histories = fc.record({
  connector: fc.constantFrom(...CONNECTORS),
  all: fc.tuple(made('A'), made('B'), made('C'), made('D')),
  steps: fc.array(step, { minLength: 2, maxLength: 10 }),
});

/** Returns whether the certificate matches the expected name. */
function matches({ certificate }: StoredCertificate): boolean {
  const how = matchServedName(certificate, HOST);
  return how === 'exact' || how === 'wildcard';
}

/** Returns the certificate as a connector finds it on disk: in its file or in a store. */
function place(one: StoredCertificate, { certificateFiles }: Connector): StoredCertificate {
  if (certificateFiles === undefined) return one;
  return { ...one, store: `file:${FILE}`, location: { path: FILE, block: 0, alias: undefined } };
}

describe('law 7, a change for the worse is an event', () => {
  test('a chain that loses trust, or a certificate that no longer matches the name, raises at least a Warning', () => {
    fc.assert(
      fc.property(histories, ({ connector: watched, all, steps }) => {
        let life = new Life();
        let wasTrusted = false;
        let matched = false;
        steps.forEach(({ served, onDisk, isRestarted, isUnavailable }, index) => {
          if (isRestarted) life = life.restarted();
          const begun: Instant = NOON + index * HOUR;
          const shown = served === undefined ? undefined : all[served];
          const disk = all[onDisk];
          if (disk === undefined) throw new Error('a place that there is not');
          const findings: Finding[] = [];
          // A change on disk outdates the probe of the same scan; the next probe decides.
          for (const now of [begun, begun + MINUTE]) {
            const result =
              shown === undefined
                ? silent<never>(now, 1)
                : probeResult(now, serves(shown.stored, { chain: shown.chain }));
            const world: World = {
              ...{ ...CALM, now, connectors: [watched], internal: { source: 'none' } },
              ...{ certificates: [place(disk.stored, watched)], unavailable: isUnavailable ? ['My'] : [] },
              verdicts: new Map(all.map(({ stored, chain }) => [stored.certificate.thumbprint, chain])),
              ...{ endpoints: new Map([[watched.name, result]]), rules: watchedRules([], findings) },
            };
            findings.length = 0;
            life.pass(world);
          }
          if (shown === undefined) return;
          const { status } = shown.chain;
          const isWorse = (wasTrusted && status !== 'trusted') || (matched && !matches(shown.stored));
          wasTrusted ||= status === 'trusted';
          matched ||= matches(shown.stored);
          if (!isWorse) return;
          const { thumbprint } = shown.stored.certificate;
          const grave = findings.filter(
            ({ event, level = event.level, facts: { thumbprint: of, connector: name, connectors = [] } }) =>
              level !== 'Information' &&
              event.eventId !== 1309 &&
              (of === thumbprint || name === watched.name || connectors.includes(watched.name)),
          );
          expect(grave.map(({ event }) => event.eventId)).not.toEqual([]);
        });
      }),
      { numRuns: 300 },
    );
  });
});
