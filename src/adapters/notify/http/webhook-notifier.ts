import type { Alert } from '../../../domain/alert/alert.ts';
import type { Delivery } from '../../../domain/alert/delivery.ts';
import type { FilterSettings, WebhookSettings } from '../../../domain/alert/notifier-settings.ts';
import { SECOND } from '../../../domain/time.ts';
import { type SignedWebhook, signWebhook } from '../../../formats/alert-body/sign-webhook.ts';
import type { Notifier, Outcome } from '../../../work/ports/outputs.ts';
import { NO_LOGIN } from '../login.ts';
import { bearerToken } from './bearer-token.ts';
import { endpointUrl } from './endpoint-url.ts';
import { type HttpDependencies, httpRequest } from './http-request.ts';
import { webhookKeys } from './webhook-keys.ts';

/** The settings that the notifier uses. */
export type WebhookOptions = Omit<WebhookSettings, 'type' | 'body' | keyof FilterSettings>;

/** The dependencies of the notifier. */
export interface WebhookDependencies extends HttpDependencies {
  /** JSON; always the same for the same alert. */
  body(alert: Alert): string;
}

/**
 * Sends each alert in one POST request, according to Standard Webhooks. Retries have the same id,
 * and the time and signature of the attempt. Secret files are read at each use, so changes take
 * effect immediately.
 * @see https://www.standardwebhooks.com
 */
export class WebhookNotifier implements Notifier {
  readonly name: string;
  readonly #options: WebhookOptions;
  readonly #dependencies: WebhookDependencies;

  constructor(options: WebhookOptions, dependencies: WebhookDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#dependencies = dependencies;
  }

  async deliver({ retryUntil }: Delivery, alert: Alert, signal: AbortSignal): Promise<Outcome> {
    const { endpoint, secretFile, tokenFile } = this.#options;
    const address = await endpointUrl(endpoint, this.#options);
    if ('outcome' in address) return address.outcome;
    const login = tokenFile === undefined ? NO_LOGIN : await bearerToken(tokenFile);
    if ('outcome' in login) return login.outcome;
    const body = this.#dependencies.body(alert);
    const message = { id: alert.alertId, timestamp: Math.floor(this.#dependencies.clock.now() / SECOND), body };
    const signed: Signed = secretFile === undefined ? { headers: {} } : await sign(message, secretFile);
    if ('outcome' in signed) return signed.outcome;
    const headers = {
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': String(message.timestamp),
      ...signed.headers,
      ...login.headers,
    };
    const request = {
      method: 'POST',
      url: address.url,
      isUrlSecret: address.isUrlSecret,
      headers,
      body,
      secrets: login.secrets,
      retryAfterLimit: retryUntil,
    } as const;
    return httpRequest(request, this.#options, this.#dependencies, signal);
  }
}

type Signed = { readonly headers: Readonly<Record<string, string>> } | { readonly outcome: Outcome };

async function sign(message: SignedWebhook, secretFile: string): Promise<Signed> {
  const read = await webhookKeys(secretFile);
  if ('outcome' in read) return read;
  const signature = signWebhook(message, read.keys);
  for (const key of read.keys) key.fill(0);
  return { headers: { 'webhook-signature': signature } };
}
