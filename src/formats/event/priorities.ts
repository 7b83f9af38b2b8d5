import type { EventLevel } from '../../domain/event/event-definition.ts';

/** Severities of syslog, which the journal has too. @see RFC 5424 section 6.2.1 */
export const PRIORITIES: Readonly<Record<EventLevel, number>> = { Error: 3, Warning: 4, Information: 6 };
