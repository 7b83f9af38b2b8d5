import type { HeartbeatSettings } from '../../../domain/alert/notifier-settings.ts';
import { DAY } from '../../../domain/time.ts';
import type { Heartbeat, Outcome } from '../../../work/ports/outputs.ts';
import { endpointUrl } from './endpoint-url.ts';
import { type HttpDependencies, httpRequest } from './http-request.ts';

/** The settings that the heartbeat uses. */
export type HeartbeatOptions = Omit<HeartbeatSettings, 'type' | 'interval'>;

/**
 * Sends a heartbeat to a monitoring service: a GET request, for which any 2xx response is a
 * success.
 */
export class HttpHeartbeat implements Heartbeat {
  readonly name: string;
  readonly #options: HeartbeatOptions;
  readonly #dependencies: HttpDependencies;

  constructor(options: HeartbeatOptions, dependencies: HttpDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#dependencies = dependencies;
  }

  async send(signal: AbortSignal): Promise<Outcome> {
    const address = await endpointUrl(this.#options.endpoint, this.#options);
    if ('outcome' in address) return address.outcome;
    const request = {
      method: 'GET',
      url: address.url,
      isUrlSecret: address.isUrlSecret,
      headers: {},
      body: undefined,
      secrets: [],
      // The sender waits at most one interval, so the exact limit does not matter.
      retryAfterLimit: this.#dependencies.clock.now() + DAY,
    } as const;
    return httpRequest(request, this.#options, this.#dependencies, signal);
  }
}
