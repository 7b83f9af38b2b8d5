/** How a record is written out: the Event Viewer's block, one line, JSON with the names of the Elastic Common Schema, Event XML. */
export type EventFormat = 'classic' | 'line' | 'json' | 'xml';
