import type { EventLevel } from '../../domain/event/event-definition.ts';

/** The severities of syslog, also used by the journal. @see RFC 5424 section 6.2.1 */
export const SYSLOG_SEVERITIES: Readonly<Record<EventLevel, number>> = { Error: 3, Warning: 4, Information: 6 };
