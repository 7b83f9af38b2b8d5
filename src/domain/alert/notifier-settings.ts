import type { Change } from '../event/event-record.ts';
import type { Locale } from '../text/locale.ts';
import type { Match } from './match.ts';

/** Settings that every notifier has. */
interface NamedSettings {
  readonly name: string;
  /** Timeout of one attempt, ms. */
  readonly timeout: number;
}

/** Consent to send a secret to a remote server that is not verified. */
export interface UnverifiedConsent {
  readonly allowUnverified: boolean;
}

/** Settings that select, group and delay alerts, and set their language. */
export interface FilterSettings {
  readonly match: Match;
  readonly changes: readonly Change[];
  /**
   * Time during which records are collected into one alert, ms; 0: every record is sent at once.
   */
  readonly groupWait: number;
  /** Delay from the start of a condition to its notification, ms; 0: none. */
  readonly holdFor: number;
  /** Time during which a delivery is retried, ms. */
  readonly retryFor: number;
  readonly locale: Locale;
}

/** The URL of HTTP requests. If the URL is secret, it is read from a file. */
export type HttpEndpoint = { readonly url: string } | { readonly urlFile: string };

/** Network settings of HTTP requests. Files are absolute paths. */
export interface HttpSettings {
  /** PEM file of CA certificates that replace the system's trusted roots. */
  readonly caFile: string | undefined;
  /**
   * For example `http://proxy.contoso.com:3128`; undefined: no proxy. Environment variables are
   * ignored.
   */
  readonly proxy: string | undefined;
}

/** A notifier that runs hooks or a command. */
export interface ExecSettings extends NamedSettings, FilterSettings {
  readonly type: 'exec';
  /** All executables of a directory, or one command with its arguments; absolute paths. */
  readonly run: { readonly directory: string } | { readonly command: readonly [string, ...string[]] };
}

/** A notifier that sends HTTP requests to a webhook. */
export interface WebhookSettings extends NamedSettings, FilterSettings, HttpSettings, UnverifiedConsent {
  readonly type: 'webhook';
  readonly endpoint: HttpEndpoint;
  /** A file with a Standard Webhooks secret, `whsec_…`; undefined: requests are not signed. */
  readonly secretFile: string | undefined;
  /** A file with a token for `Authorization: Bearer`. */
  readonly tokenFile: string | undefined;
  /**
   * `standard`: the body of mailcertd; `alertmanager`: the body of Alertmanager's webhooks, version
   * 4.
   */
  readonly body: 'standard' | 'alertmanager';
}

/** A notifier that sends mail. */
export interface MailSettings extends NamedSettings, FilterSettings, UnverifiedConsent {
  readonly type: 'mail';
  /** `smtp://host:25` or `smtps://host:465`. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly [string, ...string[]];
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  /**
   * `required`: sends only over TLS with a trusted certificate; `opportunistic`: uses TLS if
   * offered, with any certificate; `off`: never uses STARTTLS. With `smtps:`, it only sets whether
   * the certificate must be trusted.
   */
  readonly starttls: 'required' | 'opportunistic' | 'off';
  /** PEM file of CA certificates that replace the system's trusted roots. */
  readonly caFile: string | undefined;
}

/** A notifier that sends all open conditions to Alertmanager at regular intervals. */
export interface AlertmanagerSettings extends NamedSettings, HttpSettings, UnverifiedConsent {
  readonly type: 'alertmanager';
  /** Base URL of Alertmanager, without `/api/v2`; includes the route prefix, if any. */
  readonly url: string;
  readonly match: Match;
  /** Delay from the start of a condition until it is sent, ms; 0: none. */
  readonly holdFor: number;
  readonly locale: Locale;
  /** Requires `passwordFile`. */
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  /** A file with a token for `Authorization: Bearer`, instead of `user` and `passwordFile`. */
  readonly tokenFile: string | undefined;
  /** Interval at which the open conditions are sent, ms. */
  readonly interval: number;
}

/** A notifier that sends a heartbeat at regular intervals. */
export interface HeartbeatSettings extends NamedSettings, HttpSettings, UnverifiedConsent {
  readonly type: 'heartbeat';
  readonly endpoint: HttpEndpoint;
  /** Interval at which the heartbeat is sent, ms. */
  readonly interval: number;
}

/** A valid, resolved item of `notifiers:`. It contains file names of secrets, never secrets. */
export type NotifierSettings = ExecSettings | WebhookSettings | MailSettings | AlertmanagerSettings | HeartbeatSettings;
