/**
 * Syslog facilities that a program may use, with their numbers.
 * @see RFC 5424 section 6.2.1
 */
export const SYSLOG_FACILITIES = {
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const;

/** Name of a syslog facility. */
export type SyslogFacility = keyof typeof SYSLOG_FACILITIES;
