/** SQLite checks about this many bytes of an event log in a second. */
const CHECKED_PER_SECOND_BYTES: number = 64 * 1024 * 1024;

/**
 * Returns whether a check of a database takes more than about a second. Nothing else runs meanwhile.
 * @param size of the database, bytes
 */
export const isLongCheck = (size: number): boolean => size > CHECKED_PER_SECOND_BYTES;
