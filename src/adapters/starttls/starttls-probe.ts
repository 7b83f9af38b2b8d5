import { setMaxListeners } from 'node:events';
import type { SecureContext } from 'node:tls';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import type { Problem, Reason } from '../../domain/failure/problem.ts';
import { unavailable } from '../../domain/scan-result.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';
import { dialogueFor } from '../../formats/starttls/dialogue-for.ts';
import type { ConnectorProbe, ProbedEndpoint, Resolution } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';
import { clientContext } from './client-context.ts';
import { startOpensslSession } from './openssl-session.ts';
import { ProbeConnection, type StartTls } from './probe-connection.ts';
import { ReadableCertificates } from './readable-certificates.ts';
import { type NameSources, resolveAddresses, SYSTEM_NAME_SOURCES } from './resolve-addresses.ts';
import { secureContext } from './secure-context.ts';
import type { ServedChainMode } from './served-chain.ts';
import { Tls13Eligibility } from './tls13-eligibility.ts';
import { canUseTls13, startTls13Session } from './tls13-session.ts';

type KeyType = Endpoint['keyType'];

/** Reasons that show a server that is down, and not one that rejects a second connection. */
const SERVER_DOWN_REASONS: ReadonlySet<Reason> = new Set(['connection_refused', 'network_unreachable']);

/** Shared, because thousands of results are cached. */
const NO_PROBLEMS: readonly Problem[] = [];

function unavailableEndpoint(at: Instant, address: string, keyType: KeyType, problem: Problem): ProbedEndpoint {
  return { address, keyType, conversation: unavailable(at, problem), steps: [] };
}

/** The parameters of all probes. */
export interface ProbeOptions {
  /** The name in EHLO: the FQDN of the computer. */
  readonly clientName: string;
  readonly clock: Clock;
  /** How the served certificates are read from OpenSSL. */
  readonly chain: ServedChainMode;
  /** Default: the sources of the system. */
  readonly names?: NameSources;
}

/**
 * Probes servers like a mail server or a mail client: connects over TCP, starts TLS directly or
 * with STARTTLS, and returns the served certificates.
 */
export class StarttlsProbe implements ConnectorProbe {
  readonly #options: ProbeOptions;
  /**
   * One context per key type for all connections, because creating one takes as long as a
   * handshake.
   */
  readonly #contexts = new Map<KeyType, SecureContext>();
  readonly #tls13Eligibility = new Tls13Eligibility();
  readonly #readableCertificates = new ReadableCertificates();

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  async resolve(target: ProbeTarget, signal: AbortSignal): Promise<Resolution> {
    const { clock, names = SYSTEM_NAME_SOURCES } = this.#options;
    const at = clock.now();
    const resolved = await resolveAddresses(target.host, target.timeoutMs, signal, names);
    const location = probeUrl(target);
    if ('reason' in resolved) return unavailable(at, { location, ...resolved });
    const problems =
      resolved.problems.length === 0 ? NO_PROBLEMS : resolved.problems.map((problem) => ({ location, ...problem }));
    const { incompleteFamily } = resolved;
    const incompleteness = incompleteFamily === undefined ? {} : { incompleteFamily };
    return { kind: 'available', at, value: resolved.addresses, problems, ...incompleteness };
  }

  async converse(target: ProbeTarget, address: string, keyType: KeyType, signal: AbortSignal): Promise<ProbedEndpoint> {
    signal.throwIfAborted();
    // Each running connection adds a listener, so a high number is not a leak.
    setMaxListeners(0, signal);
    const { clock } = this.#options;
    // The result has the time of the start, because a change during the probe may not be in it.
    const at = clock.now();
    const context =
      target.client === undefined ? this.#contextFor(keyType) : await clientContext(keyType, target.client);
    if ('problem' in context) return unavailableEndpoint(at, address, keyType, context.problem);
    signal.throwIfAborted();
    const connection = await this.#connect(target, address, keyType, context, signal);
    const outcome = await connection.result;
    const { steps } = connection.transcript;
    if ('reason' in outcome) {
      const location = probeUrl({ ...target, host: address });
      return { ...unavailableEndpoint(at, address, keyType, { location, ...outcome }), steps };
    }
    return {
      address,
      keyType,
      conversation: { kind: 'available', at, value: outcome, problems: NO_PROBLEMS },
      steps,
    };
  }

  /**
   * Returns the closed connection with the final result. If the endpoint is eligible, a connection
   * with mailcertd's own TLS 1.3 session is made first. If its handshake fails, another connection
   * is made with OpenSSL.
   */
  async #connect(
    target: ProbeTarget,
    address: string,
    keyType: KeyType,
    secureContext: SecureContext,
    signal: AbortSignal,
  ): Promise<ProbeConnection> {
    const { clientName, clock, chain } = this.#options;
    const { serverName, timeoutMs } = target;
    const commonOptions = { target, address, dialogue: dialogueFor(target.protocol, clientName), clock, signal };
    const endpoint = [target.protocol, address, target.port, serverName, keyType].join(' ');
    const startedAt = clock.monotonicMs();
    const usesTls13Session = target.client === undefined && this.#tls13Eligibility.isEligible(endpoint);
    if (usesTls13Session) {
      const options = { handshake: { serverName, keyType }, readableCertificates: this.#readableCertificates };
      const startTls: StartTls = (socket, events) => startTls13Session(socket, options, events);
      const connection = new ProbeConnection({ ...commonOptions, timeoutMs, startTls });
      await connection.result;
      if (connection.tlsState !== undefined) this.#tls13Eligibility.addSuccess(endpoint);
      if (!connection.hasHandshakeFailed) return connection;
      this.#tls13Eligibility.addFailure(endpoint, connection.hasTimedOut);
      if (connection.hasTimedOut) return connection;
      signal.throwIfAborted();
    }
    const startTls: StartTls = (socket, events) =>
      startOpensslSession(socket, { secureContext, serverName, chain }, events);
    const remainingMs = Math.max(1, timeoutMs - (clock.monotonicMs() - startedAt));
    const connection = new ProbeConnection({ ...commonOptions, timeoutMs: remainingMs, startTls });
    const outcome = await connection.result;
    const isServerDown = 'reason' in outcome && SERVER_DOWN_REASONS.has(outcome.reason);
    if (connection.tlsState !== undefined) {
      this.#tls13Eligibility.addOpensslResult(endpoint, canUseTls13(connection.tlsState));
    } else if (connection.hasHandshakeFailed && !connection.hasTimedOut) {
      this.#tls13Eligibility.addOpensslResult(endpoint, false);
    } else if (usesTls13Session && !isServerDown) {
      // The server may have rejected the second connection because of the first. The endpoint then
      // uses only OpenSSL from now on.
      this.#tls13Eligibility.addFailure(endpoint, true);
    }
    return connection;
  }

  #contextFor(keyType: KeyType): SecureContext {
    const context = this.#contexts.get(keyType) ?? secureContext(keyType);
    this.#contexts.set(keyType, context);
    return context;
  }
}
