import type { Match } from '../../../domain/alert/match.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { Change } from '../../../domain/event/event-record.ts';

/** What every notifier has. */
interface Named {
  readonly name: string;
  /** How long one attempt may take, ms. */
  readonly timeout: number;
}

/** What chooses and words the alerts of a notifier. */
interface Telling extends Named {
  readonly match: Match;
  readonly on: readonly Change[];
  /** ms; 0: nothing waits for company. */
  readonly groupWithin: number;
  /** ms. */
  readonly giveUpAfter: number;
  readonly locale: Locale;
}

/** Where an HTTP request goes: written in the configuration, or, where the address is itself a secret, in a file. */
export type Endpoint = { readonly url: string } | { readonly urlFile: string };

/** How an HTTP request gets there. Files are absolute paths. */
interface Reached {
  /** CA certificates that are trusted in place of the system's, PEM. */
  readonly caFile: string | undefined;
  /** `http://proxy.contoso.com:3128`; undefined: no proxy, whatever the environment says. */
  readonly proxy: string | undefined;
}

export interface ExecSettings extends Telling {
  readonly type: 'exec';
  /** Every executable of a folder, or one command with its arguments; paths absolute. */
  readonly run: { readonly directory: string } | { readonly command: readonly [string, ...string[]] };
}

export interface WebhookSettings extends Telling, Reached {
  readonly type: 'webhook';
  readonly endpoint: Endpoint;
  /** A file with a Standard Webhooks secret, `whsec_…`; undefined: requests are not signed. */
  readonly secretFile: string | undefined;
  /** A file with a token for `Authorization: Bearer`. */
  readonly tokenFile: string | undefined;
  /** `standard`: the project's own body; `alertmanager`: the body of Alertmanager's webhooks, version 4. */
  readonly body: 'standard' | 'alertmanager';
}

export interface MailSettings extends Telling {
  readonly type: 'mail';
  /** `smtp://host:25` or `smtps://host:465`. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly [string, ...string[]];
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  /** `required`: nothing is sent without TLS and a trusted certificate; `opportunistic`: TLS where it is offered, whatever the certificate; `off`: never. */
  readonly starttls: 'required' | 'opportunistic' | 'off';
  readonly caFile: string | undefined;
}

export interface AlertmanagerSettings extends Named, Reached {
  readonly type: 'alertmanager';
  /** Of Alertmanager itself, without `/api/v2`. */
  readonly url: string;
  readonly match: Match;
  readonly locale: Locale;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly tokenFile: string | undefined;
  /** ms. */
  readonly every: number;
}

export interface HeartbeatSettings extends Named, Reached {
  readonly type: 'heartbeat';
  readonly endpoint: Endpoint;
  /** ms. */
  readonly every: number;
}

/** One item of `notifiers:`, valid and resolved. It names files with secrets and never holds one. */
export type NotifierSettings = ExecSettings | WebhookSettings | MailSettings | AlertmanagerSettings | HeartbeatSettings;
