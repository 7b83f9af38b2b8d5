import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '../../src/domain/assessment/assess.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { Connector } from '../../src/domain/connector/connector.ts';
import { probeUrl } from '../../src/domain/connector/probe-target.ts';
import { servedChainUntrusted } from '../../src/domain/event/catalog/served-chain-untrusted.ts';
import { servedNameMismatch } from '../../src/domain/event/catalog/served-name-mismatch.ts';
import { EMPTY_MEMORY } from '../../src/domain/observation/memory.ts';
import { evaluate } from '../../src/domain/rule/evaluate.ts';
import { checkServedCertificate } from '../../src/domain/served/check-served-certificate.ts';
import { requirementsOf } from '../../src/domain/served/probe-requirements.ts';
import type { ServedBaseline } from '../../src/domain/served/served.ts';
import { extendBaseline } from '../../src/domain/served/served-baseline.ts';
import { HOUR } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';
import { probeResult, serves, TRUSTED, target } from './serving.ts';
import { CALM, connector, Life, NOON, SETTINGS, stored } from './world.ts';

const HOST = 'mail01.contoso.com';
const FILE = '/etc/ssl/mail.pem';
const probe = target({ serverName: HOST });
const discoveredBy = { inventory: 'postfix' as const, place: '/etc/postfix/main.cf' };

/** All ways to set the name and to require a trusted chain. */
const CONNECTORS: readonly Connector[] = [
  connector('discovered', undefined, {
    ...{ fqdnOrigin: 'discovered', certificateFiles: [FILE], probe, source: discoveredBy },
  }),
  connector('named', HOST, { fqdnOrigin: 'discovered', certificateFiles: [FILE], probe }),
  connector('without a file', undefined, { fqdnOrigin: 'discovered', probe }),
  connector('set', HOST, { certificateFiles: [FILE], probe }),
  connector('in stores', HOST, { probe }),
  connector('by the computer', undefined, { probe }),
  connector('trusting', HOST, { probe, trust: [{ kind: 'system' }] }),
  connector('without a name', undefined, { probe: target({ serverName: undefined }) }),
  connector('send', undefined, { direction: 'send', probe }),
];
const NAMES: readonly (readonly string[])[] = [[HOST], ['*.contoso.com'], ['mx.contoso.com'], ['debian.local'], []];
const CHAINS: readonly ChainVerdict[] = [
  TRUSTED,
  { status: 'self-signed' },
  { status: 'unknown', failure: said('not verified') },
  { status: 'refused', detail: 'a signature is wrong' },
  { status: 'untrusted', failure: said('CN=R1 is an untrusted root') },
  { status: 'untrusted', failure: said('CN=R1 is an untrusted root'), isUncertain: true },
  { status: 'untrusted', failure: said('CN=CA was not sent'), missingIssuer: 'CN=CA' },
];
const before = { thumbprint: 'AA', at: NOON - HOUR };
const BASELINES: readonly ServedBaseline[] = [
  {},
  { trusted: before },
  { named: { ...before, names: [HOST] } },
  { trusted: before, named: { ...before, names: ['mx.contoso.com'] } },
];

test('the probe of a connector finds a problem of the name or the chain if and only if the daemon raises an event about it', () => {
  const found = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...CONNECTORS),
      fc.constantFrom(...NAMES),
      fc.constantFrom(...CHAINS),
      fc.constantFrom(...BASELINES),
      (watched, dnsNames, chain, known) => {
        const leaf = stored('L', {
          dnsNames,
          selfSigned: chain.status === 'self-signed',
          notAfter: NOON + 9999 * HOUR,
        });
        const served = serves(leaf, { chain });
        const result = probeResult(NOON, served);
        const url = watched.probe === undefined ? '' : probeUrl(watched.probe);
        const memory = {
          ...EMPTY_MEMORY,
          probes: new Map([[watched.name, { url, result, lastOfferedAt: undefined, baseline: known }]]),
        };
        const observation = new Life().observe({
          ...{ ...CALM, now: NOON, connectors: [watched], certificates: [], internal: { source: 'none' as const } },
          endpoints: new Map([[watched.name, result]]),
        });
        const assessment = assess({ ...observation, memory }, SETTINGS);
        const events = new Set(evaluate(assessment).findings.map(({ event }) => event.eventId));

        const [selected] = assessment.selections;
        const { tls } = served;
        if (selected === undefined || tls === undefined) throw new Error('nothing is served');
        const baseline = extendBaseline(known, watched, [{ tls, at: NOON }], observation.computer.fqdn);
        const endpoint = { ...selected, tls, baseline };
        const { problems } = checkServedCertificate(
          {
            ...{ leaf: leaf.certificate, protocol: 'TLSv1.3', chain, serverName: watched.probe?.serverName },
            onDisk: { kind: 'unknown' },
            isStrengthRequired: false,
            ...requirementsOf(endpoint, observation.computer.fqdn, NOON),
          },
          NOON,
          { within: HOUR, fraction: 0, remindAt: [] },
        );
        const isNameCause = problems.includes('certificate-host-mismatch');
        const isChainProblem = problems.some((problem) =>
          ['certificate-not-trusted', 'chain-incomplete'].includes(problem),
        );
        expect({ isNameCause, isChainProblem }).toEqual({
          isNameCause: events.has(servedNameMismatch.eventId),
          isChainProblem: events.has(servedChainUntrusted.eventId),
        });
        found.add(`${isNameCause} ${isChainProblem}`);
      },
    ),
    { numRuns: 1500 },
  );
  expect(found.size).toBe(4);
});
