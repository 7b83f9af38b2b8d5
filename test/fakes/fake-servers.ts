import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import { type ProbeTarget, probeUrl } from '../../src/domain/connector/probe-target.ts';
import type { Reason } from '../../src/domain/failure/problem.ts';
import { type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import type { Endpoint } from '../../src/domain/served/served.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { ConnectorProbe, Conversation, ProbedEndpoint } from '../../src/work/ports/probes.ts';
import type { Clock } from '../../src/work/ports/system.ts';
import { said } from '../domain/failure/said.ts';

/**
 * The certificate of a server, or its behavior; `silent`: it accepts the connection and sends
 * nothing.
 */
export type Behavior = StoredCertificate | 'not-offered' | 'refused' | 'silent' | { readonly fails: Reason };

/** Servers in memory, for probes. An address without a server refuses the connection. */
export class FakeServers implements ConnectorProbe {
  readonly #clock: Clock;
  /** The addresses of a name, or the reason why it cannot be resolved. */
  readonly names: Map<string, readonly string[] | Reason> = new Map();
  /** Servers by address, or by address and key type: `192.0.2.1 rsa`. */
  readonly servers: Map<string, Behavior> = new Map();
  /** The address of each probe, in order. */
  readonly probedAddresses: string[] = [];
  /** The time of each probe on the monotonic clock, ms, in the same order. */
  readonly probedAtMs: number[] = [];
  /** Number of connections that are open now. */
  connections = 0;
  /** Largest number of connections that were open at the same time. */
  maxConnections = 0;
  /** The duration of a complete connection, ms. */
  connectionMs = 0;
  /**
   * The delay of a server before its response, ms. The response has the certificate that it serves
   * after the delay.
   */
  respondsAfterMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async resolve(target: ProbeTarget, signal: AbortSignal): Promise<ScanResult<readonly string[]>> {
    signal.throwIfAborted();
    const isAddress = /^[\d.]+$|:/.test(target.host);
    const found = isAddress ? [target.host] : (this.names.get(target.host) ?? 'host_not_found');
    const at = this.#clock.now();
    if (typeof found === 'string')
      return unavailable(at, { reason: found, location: probeUrl(target), failure: said() });
    return { kind: 'available', at, value: found, problems: [] };
  }

  async converse(
    target: ProbeTarget,
    address: string,
    keyType: Endpoint['keyType'],
    signal: AbortSignal,
  ): Promise<ProbedEndpoint> {
    signal.throwIfAborted();
    this.probedAddresses.push(address);
    this.probedAtMs.push(this.#clock.monotonicMs());
    const at = this.#clock.now();
    this.connections += 1;
    this.maxConnections = Math.max(this.maxConnections, this.connections);
    try {
      if (this.respondsAfterMs > 0) await this.#pause(this.respondsAfterMs, signal);
      const behavior = this.servers.get(`${address} ${keyType}`) ??
        this.servers.get(address) ?? { fails: 'connection_refused' };
      await this.#pause(behavior === 'silent' ? target.timeoutMs : this.connectionMs, signal);
      return { address, keyType, conversation: this.#outcome(behavior, target, address, at), steps: [] };
    } finally {
      this.connections -= 1;
    }
  }

  #outcome(behavior: Behavior, target: ProbeTarget, address: string, at: Instant): ScanResult<Conversation> {
    const location = probeUrl({ ...target, host: address });
    if (behavior === 'silent') return unavailable(at, { reason: 'timed_out', location, failure: said('the greeting') });
    if (typeof behavior === 'object' && 'fails' in behavior) {
      return unavailable(at, { reason: behavior.fails, location, failure: said() });
    }
    const value: Conversation =
      typeof behavior === 'string'
        ? { starttls: behavior, answer: '250 HELP' }
        : {
            starttls: 'offered',
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_256_GCM_SHA384',
            chain: [{ der: new Uint8Array(), certificate: behavior.certificate }],
          };
    return { kind: 'available', at, value, problems: [] };
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  }
}
