import type { SoonWindow } from '../certificate/lifetime.ts';
import type { EventLevel } from '../event/event-definition.ts';

/** Which edition's rules decide what an expired STARTTLS certificate is: 12014 (2007) or 12016 (2019). */
export type Profile = 'exchange-2007' | 'exchange-2019';

/** What the operator decides about judging; the same in daemon, scan and check. */
export interface Settings {
  readonly profile: Profile;
  readonly expiresSoon: SoonWindow;
  /** How long an open condition stays silent before it is told again, ms. */
  readonly repeatInterval: number;
  /** Levels other than the catalogue's, by event ID. */
  readonly levels: ReadonlyMap<number, EventLevel>;
  /** Provider of the Exchange family; `MSExchangeTransport` unless configured otherwise. */
  readonly exchangeProvider: string;
  /** How mailcertd is called for this configuration, an argv to go on with: the remedies begin with it. */
  readonly command: readonly [string, ...string[]];
}
