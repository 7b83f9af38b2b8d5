import type { EventListFormat } from '../../../formats/event/event-list.ts';

/** The format of exported events: that of Windows event log files, or a text. */
export type ExportFormat = 'evtx' | EventListFormat;
