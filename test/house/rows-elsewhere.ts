/** A row that needs more than stores and connectors, and the test that runs it. */
export interface RowElsewhere {
  readonly row: number;
  readonly what: string;
  /**
   * The path of a test, relative to the repository. One of its titles contains the number of the
   * row.
   */
  readonly test: string;
}

const ERRORS = 'test/adapters/config/check/errors.test.ts';
const FIRST_START = 'test/scenario/first-start.test.ts';

export const ROWS_ELSEWHERE: readonly RowElsewhere[] = [
  { row: 13, what: 'an empty `fqdn` is one configuration error', test: ERRORS },
  { row: 14, what: 'an unknown name of the computer is one configuration error', test: ERRORS },
  { row: 29, what: 'an IP address as `fqdn` is one configuration error', test: ERRORS },
  {
    row: 53,
    what: 'with `internalTransportCertificate: auto`, the record changes to the new certificate: 1007',
    test: 'test/work/scan/run-scan.test.ts',
  },
  { row: 60, what: 'an empty personal store gets a certificate at the first start: 1004', test: FIRST_START },
  { row: 61, what: 'with the role Mailbox only, no certificate is issued', test: FIRST_START },
  { row: 62, what: 'with the role Mailbox and another role, a certificate is issued', test: FIRST_START },
  {
    row: 63,
    what: 'in a store with any certificate, even an expired one, no certificate is issued',
    test: FIRST_START,
  },
  {
    row: 71,
    what: 'a certificate whose key is written two seconds later or earlier raises nothing',
    test: 'test/scenario/key-follows.test.ts',
  },
];
