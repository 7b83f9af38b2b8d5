/** A row of the design that is no situation of stores and connectors alone, and the test that shows it. */
export interface RowElsewhere {
  readonly row: number;
  readonly what: string;
  /** From the repository's root; a title in it names the row. */
  readonly test: string;
}

const FAULTS = 'test/adapters/config/check/faults.test.ts';
const FIRST_START = 'test/scenario/first-start.test.ts';

export const ROWS_ELSEWHERE: readonly RowElsewhere[] = [
  { row: 13, what: 'an empty fqdn is one fault of the configuration', test: FAULTS },
  { row: 14, what: 'a computer whose name cannot be found out is one fault of the configuration', test: FAULTS },
  { row: 29, what: 'an IP address as fqdn is one fault of the configuration', test: FAULTS },
  {
    row: 53,
    what: 'with `internalTransportCertificate: auto` the record follows a replacement in place: 1007',
    test: 'test/work/scan/run-scan.test.ts',
  },
  { row: 60, what: 'an empty personal store at the first start is given a certificate: 1004', test: FIRST_START },
  { row: 61, what: 'the role Mailbox alone gets none', test: FIRST_START },
  { row: 62, what: 'Mailbox beside another role gets one', test: FIRST_START },
  { row: 63, what: 'a store with any certificate, even an expired one, gets none', test: FIRST_START },
  {
    row: 71,
    what: 'a certificate whose key follows two seconds later, or came two seconds before, raises nothing',
    test: 'test/scenario/key-follows.test.ts',
  },
];
