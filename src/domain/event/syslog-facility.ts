/** The facilities of syslog that a program may use, and their numbers. @see RFC 5424 section 6.2.1 */
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

export type SyslogFacility = keyof typeof SYSLOG_FACILITIES;
