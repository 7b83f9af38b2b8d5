/**
 * The format of a record: the Event Viewer's block, one line, JSON with the field names of the
 * Elastic Common Schema, or Event XML.
 */
export type EventFormat = 'classic' | 'line' | 'json' | 'xml';
