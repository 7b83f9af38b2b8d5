import { DAY } from '../../../src/domain/time.ts';
import { connector, NOON, stored } from '../world.ts';
import { P } from './cast.ts';
import type { Row } from './row.ts';

/** A name as Get-ReceiveConnector prints it; the certificate contains it in another spelling. */
const NAME = '<I>CN=Contoso CA, O="Contoso, Ltd.", C=US<S>CN=partner.example, S=Washington';
const SPELLED = { subject: 'cn=Partner.Example,st=washington', issuer: 'CN=contoso ca,O=Contoso\\, Ltd.,C=us' };
const R = connector('Internet MAIL01', 'mail.contoso.com', { tlsCertificateName: NAME });
const NAMED = { ...SPELLED, commonName: 'Partner.Example', dnsNames: ['partner.example'] };
const renewedElsewhere = stored('Q', { ...NAMED, issuer: 'CN=Fabrikam CA', notBefore: NOON - DAY });

/** Certificates that a connector names by issuer and subject, which are compared as values. */
export const TLS_CERTIFICATE_NAME_ROWS: readonly Row[] = [
  {
    row: '56',
    title: 'the certificate with that issuer and subject is selected, although the FQDN does not match',
    world: { certificates: [stored('P', NAMED), stored('M', { dnsNames: ['mail.contoso.com'] })], connectors: [R] },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: '56a',
    title: 'the newest certificate with that issuer and subject is selected',
    world: { certificates: [stored('P', NAMED), stored('Q', { ...NAMED, notBefore: NOON - DAY })], connectors: [R] },
    choices: ['Internet MAIL01 → Q; not P: older'],
    both: [],
  },
  {
    row: '57',
    title: 'renewed by another issuer: the closest certificate has the subject and another issuer',
    world: { certificates: [P, renewedElsewhere], connectors: [R] },
    choices: ['Internet MAIL01 → none; nearest Q: issuer-mismatch'],
    both: [`12014(${NAME}; Internet MAIL01; mail.contoso.com)`],
    reason: 'issuer-mismatch',
    nearest: 'Q',
    remedies: ["mailcertd connectors explain 'Internet MAIL01'"],
  },
  {
    row: '57a',
    title: 'no certificate has the subject: the closest certificate matches the FQDN',
    world: { certificates: [P], connectors: [R] },
    choices: ['Internet MAIL01 → none; nearest P: subject-mismatch'],
    both: [`12014(${NAME}; Internet MAIL01; mail.contoso.com)`],
    reason: 'subject-mismatch',
    nearest: 'P',
  },
  {
    row: '57b',
    title: 'the certificate with that issuer and subject is not enabled for SMTP',
    world: { certificates: [stored('P', { ...NAMED, services: ['IIS'] })], connectors: [R] },
    choices: ['Internet MAIL01 → none; not P: not-enabled-for-smtp; nearest P: not-enabled-for-smtp'],
    both: [`12014(${NAME}; Internet MAIL01; mail.contoso.com)`],
    reason: 'not-enabled-for-smtp',
    remedies: ['mailcertd certificates import /store/P.pem --services SMTP'],
  },
  {
    row: '58',
    title: 'the only certificate with that issuer and subject has expired',
    world: { certificates: [stored('P', { ...NAMED, notAfter: NOON - 1 })], connectors: [R] },
    choices: ['Internet MAIL01 → P, expired'],
    only2007: [`12014(${NAME}; Internet MAIL01; mail.contoso.com)`],
    only2019: ['12016(mail.contoso.com; P)'],
    reason: 'certificate-expired',
    nearest: 'P',
  },
];
