import type { Locale } from '../event/event-definition.ts';
import type { Change } from '../event/event-record.ts';
import type { Match } from './match.ts';

/** What every notifier has. */
interface Named {
  readonly name: string;
  /** How long one attempt may take, ms. */
  readonly timeout: number;
}

/** Consent to send a secret to a remote server that is not verified. */
export interface Unverified {
  readonly allowUnverified: boolean;
}

/** What chooses and words the alerts of a notifier. */
export interface Chosen {
  readonly match: Match;
  readonly on: readonly Change[];
  /** ms; 0: nothing waits for company. */
  readonly groupWithin: number;
  /** How long a condition must be open before it is notified, ms; 0: no wait. */
  readonly holdFor: number;
  /** ms. */
  readonly giveUpAfter: number;
  readonly locale: Locale;
}

/** Where an HTTP request goes: written in the configuration, or, where the address is itself a secret, in a file. */
export type HttpEndpoint = { readonly url: string } | { readonly urlFile: string };

/** How an HTTP request gets there. Files are absolute paths. */
export interface Reached {
  /** CA certificates that are trusted in place of the system's, PEM. */
  readonly caFile: string | undefined;
  /** `http://proxy.contoso.com:3128`; undefined: no proxy, whatever the environment says. */
  readonly proxy: string | undefined;
}

export interface ExecSettings extends Named, Chosen {
  readonly type: 'exec';
  /** Every executable of a folder, or one command with its arguments; paths absolute. */
  readonly run: { readonly directory: string } | { readonly command: readonly [string, ...string[]] };
}

export interface WebhookSettings extends Named, Chosen, Reached, Unverified {
  readonly type: 'webhook';
  readonly endpoint: HttpEndpoint;
  /** A file with a Standard Webhooks secret, `whsec_…`; undefined: requests are not signed. */
  readonly secretFile: string | undefined;
  /** A file with a token for `Authorization: Bearer`. */
  readonly tokenFile: string | undefined;
  /** `standard`: the project's own body; `alertmanager`: the body of Alertmanager's webhooks, version 4. */
  readonly body: 'standard' | 'alertmanager';
}

export interface MailSettings extends Named, Chosen, Unverified {
  readonly type: 'mail';
  /** `smtp://host:25` or `smtps://host:465`. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly [string, ...string[]];
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  /**
   * `required`: nothing is sent without TLS and a trusted certificate; `opportunistic`: TLS where it is offered, whatever the
   * certificate; `off`: never. For `smtps:` only whether the certificate counts.
   */
  readonly starttls: 'required' | 'opportunistic' | 'off';
  /** CA certificates that are trusted in place of the system's, PEM. */
  readonly caFile: string | undefined;
}

export interface AlertmanagerSettings extends Named, Reached, Unverified {
  readonly type: 'alertmanager';
  /** Of Alertmanager itself, without `/api/v2`; its own path in front where it has one. */
  readonly url: string;
  readonly match: Match;
  /** How long a condition must be open before it is sent, ms; 0: no wait. */
  readonly holdFor: number;
  readonly locale: Locale;
  /** With `passwordFile`. */
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  /** A file with a token for `Authorization: Bearer`, in place of both. */
  readonly tokenFile: string | undefined;
  /** How often it is shown what is open, ms. */
  readonly every: number;
}

export interface HeartbeatSettings extends Named, Reached, Unverified {
  readonly type: 'heartbeat';
  readonly endpoint: HttpEndpoint;
  /** ms. */
  readonly every: number;
}

/** One item of `notifiers:`, valid and resolved. It names files with secrets and never holds one. */
export type NotifierSettings = ExecSettings | WebhookSettings | MailSettings | AlertmanagerSettings | HeartbeatSettings;
