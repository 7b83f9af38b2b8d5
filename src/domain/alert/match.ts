import type { EventLevel } from '../event/event-definition.ts';

/** Which records are meant: every field given must hold; a list holds where one of it does. In texts `*` stands for any run of characters, `?` for one. */
export interface Match {
  readonly levels?: readonly EventLevel[];
  /** Of a 1900, the event that is over counts too. */
  readonly ids?: readonly number[];
  readonly connectors?: readonly string[];
  readonly stores?: readonly string[];
  /** In any case, the front of one. */
  readonly thumbprints?: readonly string[];
  /** FQDNs and names in certificates. */
  readonly names?: readonly string[];
}
