import type { Match } from '../../../domain/alert/match.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import type { Change } from '../../../domain/event/event-record.ts';

interface WrittenNamed {
  readonly name: string;
  readonly timeout: number;
}

/** Consent to send a secret to a remote server that is not verified. */
interface WrittenUnverified {
  readonly allowUnverified: boolean;
}

/** What chooses and words the alerts of a notifier, as the file has it. */
export interface WrittenNotification extends WrittenNamed {
  readonly match: Match;
  readonly on: readonly Change[];
  readonly groupWithin: number;
  readonly holdFor: number;
  readonly giveUpAfter: number;
  readonly locale?: Locale;
}

/** How an HTTP request gets to its address; `url` or `urlFile`, one of them. */
export interface WrittenReached extends WrittenUnverified {
  readonly url?: string;
  readonly urlFile?: string;
  readonly caFile?: string;
  readonly proxy?: string;
}

export interface WrittenExec extends WrittenNotification {
  readonly type: 'exec';
  readonly directory?: string;
  readonly command?: readonly string[];
}

export interface WrittenWebhook extends WrittenNotification, WrittenReached {
  readonly type: 'webhook';
  readonly secretFile?: string;
  readonly tokenFile?: string;
  readonly body: 'standard' | 'alertmanager';
}

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

export interface WrittenAlertmanager extends WrittenNamed, WrittenReached {
  readonly type: 'alertmanager';
  readonly url: string;
  readonly match: Match;
  readonly holdFor: number;
  readonly locale?: Locale;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly tokenFile?: string;
  readonly every: number;
}

export interface WrittenHeartbeat extends WrittenNamed, WrittenReached {
  readonly type: 'heartbeat';
  readonly every: number;
}

/** One item of `notifiers:` as a valid file has it: values converted, fixed defaults filled in, paths as written. */
export type WrittenNotifier = WrittenExec | WrittenWebhook | WrittenMail | WrittenAlertmanager | WrittenHeartbeat;
