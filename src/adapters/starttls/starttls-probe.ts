import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { connect } from 'node:tls';
import { type ProbeTarget, probeUrl } from '../../domain/connector/probe-target.ts';
import type { Problem, Reason } from '../../domain/problem.ts';
import { unavailable } from '../../domain/scan-result.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';
import { dialogueFor } from '../../formats/starttls/dialogue-for.ts';
import type { ConnectorProbe, ProbedEndpoint, Resolution } from '../../work/ports/probes.ts';
import type { Clock } from '../../work/ports/system.ts';
import { Call, type StartTls } from './call.ts';
import { clientContext } from './client-context.ts';
import type { ChainWanted } from './presented-chain.ts';
import { presentedChain } from './presented-chain.ts';
import { ReadableCertificates } from './readable-certificates.ts';
import { type NameSources, resolveAddresses, SYSTEM_NAME_SOURCES } from './resolve-addresses.ts';
import { secureContext } from './secure-context.ts';
import type { SessionEvents, TlsSession } from './session.ts';
import { Tls13Eligibility } from './tls13-eligibility.ts';
import { canUseTls13, shortSession } from './tls13-session.ts';

interface OpensslOptions {
  readonly secureContext: SecureContext;
  readonly serverName: string | undefined;
  readonly chain: ChainWanted;
}

/**
 * Starts a session with Node's TLS, that is OpenSSL, for all protocol versions. It reads the socket
 * itself.
 */
function opensslSession(socket: Socket, options: OpensslOptions, events: SessionEvents): TlsSession {
  const { secureContext, serverName, chain } = options;
  const tls = connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    minDHSize: 1,
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
  tls.on('error', events.failed).on('end', events.ended).on('data', events.heard);
  tls.once('close', () => socket.destroy());
  tls.once('secureConnect', () => {
    const shown = presentedChain(tls, chain);
    events.secured({ protocol: tls.getProtocol() ?? '', cipher: tls.getCipher().name, chain: shown });
  });
  return {
    take: () => undefined,
    say: (text) => void tls.write(text),
    leave: () => tls.destroySoon(),
    destroy: () => tls.destroy(),
  };
}

type KeyType = Endpoint['keyType'];

/** Reasons of a server that is down, which do not depend on the number of connections. */
const IS_DOWN: ReadonlySet<Reason> = new Set(['connection_refused', 'network_unreachable']);

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
  readonly chain: ChainWanted;
  /** Default: the sources of the system. */
  readonly names?: NameSources;
}

/** Probes servers over TCP like a mail server or a mail client. */
export class StarttlsProbe implements ConnectorProbe {
  readonly #options: ProbeOptions;
  /**
   * One context per key type for all connections, because creating one takes as long as a
   * handshake.
   */
  readonly #contexts = new Map<KeyType, SecureContext>();
  readonly #shortWays = new Tls13Eligibility();
  readonly #readable = new ReadableCertificates();

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  async resolve(target: ProbeTarget, signal: AbortSignal): Promise<Resolution> {
    const { clock, names = SYSTEM_NAME_SOURCES } = this.#options;
    const at = clock.now();
    const found = await resolveAddresses(target.host, target.timeoutMs, signal, names);
    const location = probeUrl(target);
    if ('reason' in found) return unavailable(at, { location, ...found });
    const problems =
      found.problems.length === 0 ? NO_PROBLEMS : found.problems.map((problem) => ({ location, ...problem }));
    const { incompleteFamily } = found;
    const incomplete = incompleteFamily === undefined ? {} : { incompleteFamily };
    return { kind: 'available', at, value: found.addresses, problems, ...incomplete };
  }

  async converse(target: ProbeTarget, address: string, keyType: KeyType, signal: AbortSignal): Promise<ProbedEndpoint> {
    signal.throwIfAborted();
    // Each running connection adds a listener, so a high number is not a leak.
    setMaxListeners(0, signal);
    const { clock } = this.#options;
    // The result is dated at the beginning, because a later change may not be in it.
    const at = clock.now();
    const context = target.client === undefined ? this.#context(keyType) : await clientContext(keyType, target.client);
    if ('problem' in context) return unavailableEndpoint(at, address, keyType, context.problem);
    signal.throwIfAborted();
    const call = await this.#call(target, address, keyType, context, signal);
    const outcome = await call.ended;
    const { steps } = call.transcript;
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
   * Returns the completed connection whose result counts. A short TLS 1.3 session is tried first if
   * the endpoint is eligible; if it fails, OpenSSL follows.
   */
  async #call(
    target: ProbeTarget,
    address: string,
    keyType: KeyType,
    secureContext: SecureContext,
    signal: AbortSignal,
  ): Promise<Call> {
    const { clientName, clock, chain } = this.#options;
    const { serverName, timeoutMs } = target;
    const asked = { target, address, dialogue: dialogueFor(target.protocol, clientName), clock, signal };
    const endpoint = [target.protocol, address, target.port, serverName, keyType].join(' ');
    const startedAt = clock.monotonicMs();
    const isShort = target.client === undefined && this.#shortWays.isOpen(endpoint);
    if (isShort) {
      const options = { asked: { serverName, keyType }, readable: this.#readable };
      const startTls: StartTls = (socket, events) => shortSession(socket, options, events);
      const call = new Call({ ...asked, timeoutMs, startTls });
      await call.ended;
      if (call.shown !== undefined) this.#shortWays.passed(endpoint);
      if (!call.hasFailedInTls) return call;
      this.#shortWays.failed(endpoint, call.isLate);
      if (call.isLate) return call;
      signal.throwIfAborted();
    }
    const startTls: StartTls = (socket, events) => opensslSession(socket, { secureContext, serverName, chain }, events);
    const leftMs = Math.max(1, timeoutMs - (clock.monotonicMs() - startedAt));
    const call = new Call({ ...asked, timeoutMs: leftMs, startTls });
    const outcome = await call.ended;
    if (call.shown !== undefined) this.#shortWays.learn(endpoint, canUseTls13(call.shown));
    else if (call.hasFailedInTls && !call.isLate) this.#shortWays.learn(endpoint, false);
    // The endpoint may have failed because of the second connection.
    else if (isShort && !('reason' in outcome && IS_DOWN.has(outcome.reason))) this.#shortWays.failed(endpoint, true);
    return call;
  }

  #context(keyType: KeyType): SecureContext {
    const kept = this.#contexts.get(keyType) ?? secureContext(keyType);
    this.#contexts.set(keyType, kept);
    return kept;
  }
}
