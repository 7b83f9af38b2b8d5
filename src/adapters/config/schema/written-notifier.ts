import type { Match } from '../../../domain/alert/match.ts';
import type { Change } from '../../../domain/event/event-record.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/** The keys of every item of `notifiers`. */
interface WrittenNamed {
  readonly name: string;
  /** ms, like all durations in this file. */
  readonly timeout: number;
}

/** Consent to send a secret to a remote server that is not verified. */
interface WrittenUnverified {
  readonly allowUnverified: boolean;
}

/** The keys that select and format the alerts of a notifier, as written in the file. */
export interface WrittenNotification extends WrittenNamed {
  readonly match: Match;
  readonly changes: readonly Change[];
  readonly groupWait: number;
  readonly holdFor: number;
  readonly retryFor: number;
  readonly locale?: Locale;
}

/** The keys of HTTP requests, as written in the file: either `url` or `urlFile`. */
export interface WrittenHttp extends WrittenUnverified {
  readonly url?: string;
  readonly urlFile?: string;
  readonly caFile?: string;
  readonly proxy?: string;
}

/** An item of type `exec`, as written in the file. */
export interface WrittenExec extends WrittenNotification {
  readonly type: 'exec';
  readonly directory?: string;
  readonly command?: readonly string[];
}

/** An item of type `webhook`, as written in the file. */
export interface WrittenWebhook extends WrittenNotification, WrittenHttp {
  readonly type: 'webhook';
  readonly secretFile?: string;
  readonly tokenFile?: string;
  readonly body: 'standard' | 'alertmanager';
}

/** An item of type `mail`, as written in the file. */
export interface WrittenMail extends WrittenNotification, WrittenUnverified {
  readonly type: 'mail';
  readonly server: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly user?: string;
  readonly passwordFile?: string;
  readonly starttls: 'required' | 'opportunistic' | 'off';
  readonly caFile?: string;
}

/** An item of type `alertmanager`, as written in the file. */
export interface WrittenAlertmanager extends WrittenNamed, WrittenHttp {
  readonly type: 'alertmanager';
  readonly url: string;
  readonly match: Match;
  readonly holdFor: number;
  readonly locale?: Locale;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly tokenFile?: string;
  readonly interval: number;
}

/** An item of type `heartbeat`, as written in the file. */
export interface WrittenHeartbeat extends WrittenNamed, WrittenHttp {
  readonly type: 'heartbeat';
  readonly interval: number;
}

/**
 * An item of `notifiers` in a valid file: values converted, fixed defaults added, paths as written.
 */
export type WrittenNotifier = WrittenExec | WrittenWebhook | WrittenMail | WrittenAlertmanager | WrittenHeartbeat;
