/** How a record is written out: the Event Viewer's block, one line, JSON with Winlogbeat's names, Event XML. */
export type EventFormat = 'classic' | 'line' | 'json' | 'xml';
