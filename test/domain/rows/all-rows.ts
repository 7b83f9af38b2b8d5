import { CERTIFICATE_ROWS } from './certificates.ts';
import { COMPUTER_NAME_ROWS } from './computer-name.ts';
import { ELIGIBILITY_ROWS } from './eligibility.ts';
import { LIFE_ROWS } from './life.ts';
import { LINUX_ROWS } from './linux-servers.ts';
import { NAME_ROWS } from './names.ts';
import { RENEWAL_ROWS } from './renewals.ts';
import type { Row } from './row.ts';
import { TIE_ROWS } from './ties.ts';
import { TLS_CERTIFICATE_NAME_ROWS } from './tls-certificate-names.ts';

/** The rows, by chapter. A new row belongs in the module of its chapter. */
export const CHAPTERS: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: "The default self-signed certificate and the computer's name", rows: COMPUTER_NAME_ROWS },
  { title: 'Names', rows: NAME_ROWS },
  { title: 'Eligibility', rows: ELIGIBILITY_ROWS },
  { title: 'Several candidates, renewals, the internal transport certificate', rows: RENEWAL_ROWS },
  { title: 'Ties between candidates', rows: TIE_ROWS },
  { title: 'Connectors that name their certificate by issuer and subject', rows: TLS_CERTIFICATE_NAME_ROWS },
  { title: 'Unreadable stores, restarts, reminders and clearing', rows: LIFE_ROWS },
  { title: 'Certificates, independent of connectors', rows: CERTIFICATE_ROWS },
  { title: 'Linux mail servers: connectors with certificate files', rows: LINUX_ROWS },
];
