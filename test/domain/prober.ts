import fc from 'fast-check';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { Observation } from '../../src/domain/observation/observation.ts';
import { continueResult, currentOrLastKnown, type ScanResult } from '../../src/domain/scan-result.ts';
import type { Endpoint, Served } from '../../src/domain/served/served.ts';
import type { Instant } from '../../src/domain/time.ts';
import { endpoint, NOT_OFFERED, REFUSED, seen, serves, silent } from './serving.ts';

/**
 * The behavior of the server at an address: it is silent, offers no STARTTLS, refuses it, or serves
 * the certificate of the history with this index.
 */
type Doing = 'silent' | 'not-offered' | 'refused' | number;

/**
 * The result of a probe of a connector. `unlooked`: no probe is made; `unresolved`: the host name
 * is unknown; otherwise the behavior of the server at each address.
 */
export type Answer = 'unlooked' | 'unresolved' | readonly Doing[];

/** The time from a probe to the scan that uses its result, ms. */
const BEFORE_PASS = 7;

const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 5 }) },
  fc.constantFrom<Doing[]>('silent', 'silent', 'not-offered', 'refused'),
);

export const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 6, arbitrary: fc.array(doing, { minLength: 1, maxLength: 2 }) },
  fc.constantFrom<Answer[]>('unlooked', 'unresolved'),
);

function servedBy(what: Exclude<Doing, 'silent'>, certificates: readonly StoredCertificate[]): Served {
  if (what === 'refused') return REFUSED;
  const certificate = what === 'not-offered' ? undefined : certificates[what];
  return certificate === undefined ? NOT_OFFERED : serves(certificate);
}

/** Returns the probe results of a daemon that has made no probe since its start. */
export function unprobed(endpoints: Observation['endpoints']): Observation['endpoints'] {
  return new Map(
    [...endpoints].map(([name, result]): [string, ScanResult<readonly Endpoint[]>] => {
      const last = currentOrLastKnown(result);
      return [name, silent(0, 0, last && { at: last.at, value: last.value }, 'not_checked')];
    }),
  );
}

/** The prober of a daemon: each result continues the previous one of its connector. */
export class Prober {
  readonly #results: Map<string, ScanResult<readonly Endpoint[]>> = new Map();

  scan(
    answers: Readonly<Record<string, Answer>>,
    certificates: readonly StoredCertificate[],
    now: Instant,
  ): Observation['endpoints'] {
    return new Map(
      Object.entries(answers).map(([name, answer]): [string, ScanResult<readonly Endpoint[]>] => {
        const before = this.#results.get(name);
        if (answer === 'unlooked') {
          const last = before && currentOrLastKnown(before);
          return [name, silent(now, 0, last && { at: last.at, value: last.value }, 'not_checked')];
        }
        const result = this.#fresh(before, answer, certificates, now - BEFORE_PASS);
        this.#results.set(name, result);
        return [name, result];
      }),
    );
  }

  #fresh(
    before: ScanResult<readonly Endpoint[]> | undefined,
    answer: Exclude<Answer, 'unlooked'>,
    certificates: readonly StoredCertificate[],
    at: Instant,
  ): ScanResult<readonly Endpoint[]> {
    if (answer === 'unresolved') return continueResult(before, silent(at, 1, undefined, 'host_not_found'));
    const known = (before && currentOrLastKnown(before)?.value) ?? [];
    return seen(
      at,
      answer.map((what, index) => {
        const address = `192.0.2.${index + 1}`;
        const fresh: ScanResult<Served> = what === 'silent' ? silent(at, 1) : seen(at, servedBy(what, certificates));
        return endpoint(continueResult(known.find((each) => each.address === address)?.conversation, fresh), address);
      }),
    );
  }
}
