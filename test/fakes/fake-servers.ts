import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import { type ProbeTarget, probeUrl } from '../../src/domain/connector/probe-target.ts';
import type { Reason } from '../../src/domain/problem.ts';
import { type ScanResult, unavailable } from '../../src/domain/scan-result.ts';
import type { Endpoint } from '../../src/domain/served/served.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { ConnectorProbe, Conversation, ProbedEndpoint } from '../../src/work/ports/probes.ts';
import type { Clock } from '../../src/work/ports/system.ts';

/**
 * The certificate of a server, or its behavior; `silent`: it accepts the connection and sends
 * nothing.
 */
export type Behaviour = StoredCertificate | 'not-offered' | 'refused' | 'silent' | { readonly fails: Reason };

/**
 * Servers in memory, by address, as a probe sees them. An unknown address refuses the connection.
 */
export class FakeServers implements ConnectorProbe {
  readonly #clock: Clock;
  /** The addresses of a name, or the reason why it cannot be resolved. */
  readonly names: Map<string, readonly string[] | Reason> = new Map();
  /** Servers by address, or by address and key type: `192.0.2.1 rsa`. */
  readonly servers: Map<string, Behaviour> = new Map();
  /**
   * The probed addresses in order, with their times on the monotonic clock, and the number of
   * current connections.
   */
  readonly spokenTo: string[] = [];
  readonly spokenAt: number[] = [];
  maxConcurrent = 0;
  mostInFlight = 0;
  /** The duration of a complete connection, ms. */
  lastsMs = 0;
  /**
   * The delay of a server before its response, ms. The response has the certificate that it serves
   * after the delay.
   */
  answersAfterMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async resolve(target: ProbeTarget, signal: AbortSignal): Promise<ScanResult<readonly string[]>> {
    signal.throwIfAborted();
    const isAddress = /^[\d.]+$|:/.test(target.host);
    const found = isAddress ? [target.host] : (this.names.get(target.host) ?? 'host_not_found');
    const at = this.#clock.now();
    if (typeof found === 'string') return unavailable(at, { reason: found, location: probeUrl(target), detail: '' });
    return { kind: 'available', at, value: found, problems: [] };
  }

  async converse(
    target: ProbeTarget,
    address: string,
    keyType: Endpoint['keyType'],
    signal: AbortSignal,
  ): Promise<ProbedEndpoint> {
    signal.throwIfAborted();
    this.spokenTo.push(address);
    this.spokenAt.push(this.#clock.monotonicMs());
    const at = this.#clock.now();
    this.maxConcurrent += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.maxConcurrent);
    try {
      if (this.answersAfterMs > 0) await this.#lasts(this.answersAfterMs, signal);
      const behaviour = this.servers.get(`${address} ${keyType}`) ??
        this.servers.get(address) ?? { fails: 'connection_refused' };
      await this.#lasts(behaviour === 'silent' ? target.timeoutMs : this.lastsMs, signal);
      return { address, keyType, conversation: this.#outcome(behaviour, target, address, at), steps: [] };
    } finally {
      this.maxConcurrent -= 1;
    }
  }

  #outcome(behaviour: Behaviour, target: ProbeTarget, address: string, at: Instant): ScanResult<Conversation> {
    const location = probeUrl({ ...target, host: address });
    if (behaviour === 'silent') return unavailable(at, { reason: 'timed_out', location, detail: 'the greeting' });
    if (typeof behaviour === 'object' && 'fails' in behaviour) {
      return unavailable(at, { reason: behaviour.fails, location, detail: '' });
    }
    const value: Conversation =
      typeof behaviour === 'string'
        ? { starttls: behaviour, answer: '250 HELP' }
        : {
            starttls: 'offered',
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_256_GCM_SHA384',
            chain: [{ der: new Uint8Array(), certificate: behaviour.certificate }],
          };
    return { kind: 'available', at, value, problems: [] };
  }

  #lasts(ms: number, signal: AbortSignal): Promise<void> {
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
