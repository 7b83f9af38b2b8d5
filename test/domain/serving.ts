import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import type { ProbeTarget } from '../../src/domain/connector/probe-target.ts';
import type { Reason } from '../../src/domain/failure/problem.ts';
import type { AvailableResult, ScanResult, UnavailableResult } from '../../src/domain/scan-result.ts';
import type { Endpoint, Served, ServedCertificate, ServedTls } from '../../src/domain/served/served.ts';
import type { Instant } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';

export const TRUSTED: ChainVerdict = { status: 'trusted', anchor: 'system' };

/** Returns the probe settings of a connector. */
export function target(more: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    protocol: 'smtp',
    host: '192.0.2.25',
    port: 25,
    serverName: 'mail.contoso.com',
    timeoutMs: 10_000,
    failureThreshold: 2,
    probesBothKeyTypes: false,
    client: undefined,
    ...more,
  };
}

function certificateOf({ certificate }: StoredCertificate): ServedCertificate {
  const { thumbprint, serialNumber, subject, issuer, notBefore, notAfter } = certificate;
  return { thumbprint, serialNumber, subject, issuer, notBefore, notAfter };
}

/** Returns the result of a probe of a server that has loaded this certificate. */
export function serves(leaf: StoredCertificate, more: Partial<ServedTls> = {}): Served {
  const { dnsNames, ipAddresses, commonNames, publicKeyAlgorithm } = leaf.certificate;
  return {
    starttls: 'offered',
    tls: {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      leaf: {
        ...certificateOf(leaf),
        ...{ dnsNames, ipAddresses, commonNames, publicKeyAlgorithm },
        ...(leaf.certificate.extendedKeyUsage?.includes('serverAuth') === false ? { purposeMismatch: true } : {}),
      },
      issuers: [],
      chain: leaf.certificate.isSelfIssued ? { status: 'self-signed' } : TRUSTED,
      ...more,
    },
  };
}

export const NOT_OFFERED: Served = { starttls: 'not-offered', tls: undefined, answer: '250 HELP' };
export const REFUSED: Served = { starttls: 'refused', tls: undefined, answer: '454 4.7.0 TLS not available' };

/** Returns an available result. */
export function seen<T>(at: Instant, value: T): AvailableResult<T> {
  return { kind: 'available', at, value, problems: [] };
}

/**
 * Returns an unavailable result.
 * @param times number of failures in a row
 */
export function silent<T>(
  since: Instant,
  times: number,
  last?: UnavailableResult<T>['last'],
  reason: Reason = 'timed_out',
): UnavailableResult<T> {
  return {
    kind: 'unavailable',
    since,
    times,
    problem: { reason, location: 'smtp://192.0.2.25:25', failure: said() },
    last,
  };
}

/** Returns the result for one address. */
export function endpoint(
  conversation: ScanResult<Served>,
  address = '192.0.2.25',
  keyType: Endpoint['keyType'] = 'any',
): Endpoint {
  return { address, keyType, conversation };
}

/**
 * Returns the probe result of a connector with the given results for its addresses 192.0.2.1,
 * 192.0.2.2 and so on.
 */
export function probeResult(at: Instant, ...served: readonly Served[]): AvailableResult<readonly Endpoint[]> {
  return seen(
    at,
    served.map((result, index) => endpoint(seen(at, result), `192.0.2.${index + 1}`)),
  );
}
