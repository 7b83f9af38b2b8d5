import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { hasSameCertificates, isSameDiskState } from '../../../src/domain/assessment/disk-state.ts';
import type { StoredKey } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { ProbeBasis } from '../../../src/domain/served/served.ts';
import { said } from '../failure/said.ts';
import { TRUSTED, target } from '../serving.ts';
import { CALM, connector, Life, SETTINGS, stored } from '../world.ts';

const EDGE = connector('Edge', 'mail.contoso.com', { probe: target() });
const A = stored('A', { dnsNames: ['mail.contoso.com'] });
const UNTRUSTED: ChainVerdict = { status: 'untrusted', failure: said('unable to get local issuer certificate') };

/** Returns the basis of a probe, in a scan with this state of the key and this verdict. */
function basisOf(kind: StoredKey['kind'], verdict: ChainVerdict): ProbeBasis {
  const certificate = { ...A, key: { ...A.key, kind } };
  const observation = new Life().observe({ ...CALM, certificates: [certificate], connectors: [EDGE] });
  const chains = new Map([[A.certificate.thumbprint, verdict]]);
  const basis = assess({ ...observation, chains }, SETTINGS).probeBases.get('Edge');
  if (basis === undefined) throw new Error('the connector has no basis');
  return basis;
}

describe('the disk of two scans is the same', () => {
  it.each([TRUSTED, UNTRUSTED])('if only one account may read the key, with chain $status', (verdict) => {
    expect(isSameDiskState(basisOf('unreadable', verdict), basisOf('matches', verdict))).toBe(true);
  });

  it('if an earlier version stored the same state, without the parts to compare', () => {
    const { disk } = basisOf('matches', TRUSTED);
    expect(isSameDiskState({ disk }, basisOf('matches', TRUSTED))).toBe(true);
    expect(isSameDiskState({ disk }, basisOf('matches', UNTRUSTED))).toBe(false);
    expect(hasSameCertificates({ disk }, basisOf('matches', TRUSTED))).toBe(true);
  });

  it('in its certificates, even if the chain is no longer trusted', () => {
    expect(hasSameCertificates(basisOf('matches', TRUSTED), basisOf('matches', UNTRUSTED))).toBe(true);
  });

  it('but not if the chain is no longer trusted', () => {
    expect(isSameDiskState(basisOf('matches', TRUSTED), basisOf('matches', UNTRUSTED))).toBe(false);
    expect(isSameDiskState(basisOf('unreadable', TRUSTED), basisOf('matches', UNTRUSTED))).toBe(false);
  });
});
