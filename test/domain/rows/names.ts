import { DAY } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored } from '../world.ts';
import { internal, P_NAMES, R1, R2, S, S_EXPIRED, W, X1 } from './cast.ts';
import type { Row } from './row.ts';

/** Names: exact, wildcard, common name, A-labels. */
export const NAME_ROWS: readonly Row[] = [
  {
    row: '18',
    title: 'a Send connector without an FQDN',
    world: { certificates: [S], connectors: [X1], internal },
    choices: ['To Internet → S'],
    both: [],
  },
  {
    row: '19',
    title: 'an empty store, without automatic issuance',
    world: { connectors: [X1] },
    choices: ['To Internet → none'],
    both: ['12014(mail01.contoso.com; To Internet; mail01.contoso.com)'],
    remedies: ['mailcertd certificates new --domain-name mail01.contoso.com --services SMTP'],
  },
  {
    row: '19a',
    title: 'a Send connector needs no client certificate without a store named My, as on a host without Exchange',
    world: { connectors: [X1], stores: [store('letsencrypt')] },
    choices: ['To Internet → not-applicable'],
    both: [],
  },
  {
    row: '19b',
    title: 'a Send connector needs no client certificate without any store',
    world: { connectors: [X1], stores: [] },
    choices: ['To Internet → not-applicable'],
    both: [],
  },
  {
    row: '19c',
    title: 'a Send connector needs a client certificate if configured so',
    world: { connectors: [{ ...X1, requireClientCertificate: true }], stores: [store('letsencrypt')] },
    choices: ['To Internet → none'],
    both: ['12014(mail01.contoso.com; To Internet; mail01.contoso.com)'],
  },
  {
    row: '19d',
    title: 'a Send connector needs a client certificate if it names one by issuer and subject',
    world: {
      connectors: [{ ...X1, tlsCertificateName: '<I>CN=Contoso CA<S>CN=mail.contoso.com' }],
      stores: [store('letsencrypt')],
    },
    choices: ['To Internet → none'],
    both: ['12014(<I>CN=Contoso CA<S>CN=mail.contoso.com; To Internet; mail01.contoso.com)'],
  },
  {
    row: '19e',
    title: 'a Send connector with a store named My needs no client certificate if configured so',
    world: { connectors: [{ ...X1, requireClientCertificate: false }] },
    choices: ['To Internet → not-applicable'],
    both: [],
  },
  {
    row: '20',
    title: 'only the self-signed certificate, with another name',
    world: { certificates: [S], connectors: [R2], internal },
    choices: ['Internet MAIL01 → none; nearest S: certificate-host-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'certificate-host-mismatch',
    nearest: 'S',
    remedies: ['mailcertd certificates new --domain-name mail.contoso.com --services SMTP'],
  },
  {
    row: '21',
    title: 'only a wildcard certificate',
    world: { certificates: [W], connectors: [R2] },
    choices: ['Internet MAIL01 → W, wildcard'],
    both: [],
  },
  {
    row: '22',
    title: 'a wildcard does not cover the apex',
    world: { certificates: [W], connectors: [connector('Apex', 'contoso.com')] },
    choices: ['Apex → none; nearest W: certificate-host-mismatch'],
    both: ['12014(contoso.com; Apex; contoso.com)'],
    reason: 'certificate-host-mismatch',
    nearest: 'W',
    remedies: ['mailcertd certificates new --domain-name contoso.com --services SMTP'],
  },
  {
    row: '23',
    title: 'a wildcard matches one label only',
    world: { certificates: [W], connectors: [connector('Deep', 'a.b.contoso.com')] },
    choices: ['Deep → none; nearest W: certificate-host-mismatch'],
    both: ['12014(a.b.contoso.com; Deep; a.b.contoso.com)'],
    nearest: 'W',
  },
  {
    row: '24',
    title: 'an exact name is preferred to a wildcard',
    world: { certificates: [W, S], connectors: [R1], internal },
    choices: ['Default MAIL01 → S; not W: exact-name-preferred'],
    both: [],
  },
  {
    row: '25',
    title: 'the exact certificate has expired; the wildcard is selected',
    world: { certificates: [W, S_EXPIRED], connectors: [R1], internal },
    choices: ['Default MAIL01 → W, wildcard; not S: certificate-expired'],
    both: ['12015(S)'],
  },
  {
    row: '26',
    title: 'the name is only in the CN, without subject alternative names',
    world: { certificates: [stored('C', { commonName: 'mail.contoso.com' })], connectors: [R2] },
    choices: ['Internet MAIL01 → C'],
    both: ['1307(mail.contoso.com; C)'],
    remedies: ['mailcertd certificates renew C --request'],
  },
  {
    row: '27',
    title: 'the name is in the CN, another one in the subject alternative names',
    world: {
      certificates: [stored('C', { commonName: 'mail.contoso.com', dnsNames: ['www.contoso.com'] })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → C'],
    both: ['1307(mail.contoso.com; C)'],
  },
  {
    row: '28',
    title: 'an IDN: the connector has an A-label, the certificate the A-label in another case',
    world: {
      certificates: [stored('I', { dnsNames: ['MAIL.xn--bcher-kva.example'] })],
      connectors: [connector('IDN', 'mail.xn--bcher-kva.example')],
    },
    choices: ['IDN → I'],
    both: [],
  },
  {
    row: '30',
    title: 'two connectors use two names of one certificate that expires in 10 days',
    world: {
      certificates: [stored('P', { ...P_NAMES, notBefore: NOON - 355 * DAY, notAfter: NOON + 10 * DAY })],
      connectors: [connector('R3', 'autodiscover.contoso.com'), R2],
    },
    choices: ['R3 → P', 'Internet MAIL01 → P'],
    both: ['12018(autodiscover.contoso.com; P; 240)'],
    remedies: ['mailcertd certificates renew P --request'],
  },
];
