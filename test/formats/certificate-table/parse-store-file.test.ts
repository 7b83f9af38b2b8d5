import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseStoreFile } from '../../../src/formats/certificate-table/parse-store-file.ts';
import type { KeystoreBlock, StoreFileBlock } from '../../../src/formats/certificate-table/store-file.ts';
import { saying } from '../../domain/failure/saying.ts';
import { pkcs7Of } from '../../fixtures/keystores.ts';
import { makeCertificate, pem } from '../../fixtures/make-certificate.ts';
import { handMade } from '../x509/hand-made.ts';

const VALID = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) };
const mail = makeCertificate({ commonName: 'mail.contoso.com', ...VALID });
const imap = makeCertificate({ commonName: 'imap.contoso.com', key: 'rsa', ...VALID });
const damaged = mail.certificatePem.replace(/\n/, '\n!');
const unterminated = mail.certificatePem.slice(0, 200);

const parse = (contents: string | Buffer): readonly (StoreFileBlock | KeystoreBlock)[] =>
  parseStoreFile(typeof contents === 'string' ? Buffer.from(contents, 'latin1') : contents, '/store/mail.pem').blocks;

/** Returns the relevant fields of each block, in short. */
const shape = (contents: string | Buffer): readonly unknown[] =>
  parse(contents).map((block) => {
    if (block.kind === 'certificate') return ['certificate', block.block, block.certificate.thumbprint];
    if (block.kind === 'private-key') return ['private-key', block.block, block.label];
    if (block.kind === 'request') return ['request', block.block, block.request.commonNames[0]];
    if (block.kind === 'problem') return ['problem', block.block, block.problem.reason];
    return ['keystore', block.format];
  });

describe('a file of PEM blocks', () => {
  it('contains its certificates in order, each with its number and position', () => {
    const text = `# mail\n${mail.certificatePem}${imap.certificatePem}`;
    expect(parse(text)).toMatchObject([
      { kind: 'certificate', block: 0, offset: 7, certificate: { thumbprint: mail.thumbprint }, der: mail.der },
      {
        kind: 'certificate',
        block: 1,
        offset: 7 + mail.certificatePem.length,
        certificate: { thumbprint: imap.thumbprint, commonNames: ['imap.contoso.com'] },
        der: imap.der,
      },
    ]);
  });

  it('contains its keys unchanged', () => {
    const text = mail.certificatePem + mail.privateKeyPem;
    const [, key] = parse(text);
    expect(key).toMatchObject({
      kind: 'private-key',
      block: 0,
      offset: mail.certificatePem.length,
      label: 'PRIVATE KEY',
    });
    const block = key?.kind === 'private-key' ? key.bytes : '';
    const own = mail.keyPair.privateKey;
    expect(createPrivateKey(block).equals(own)).toBe(true);
  });

  it('counts certificates and keys separately', () => {
    const ec = String(mail.keyPair.privateKey.export({ type: 'sec1', format: 'pem' }));
    const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
    const locked = String(mail.keyPair.privateKey.export(encrypted));
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    expect(shape(parameters + ec + mail.certificatePem + locked + imap.certificatePem)).toEqual([
      ['private-key', 0, 'EC PRIVATE KEY'],
      ['certificate', 0, mail.thumbprint],
      ['private-key', 1, 'ENCRYPTED PRIVATE KEY'],
      ['certificate', 1, imap.thumbprint],
    ]);
  });

  it.each([
    ['base64', damaged, 'pem_bad_base64'],
    ['END', unterminated, 'pem_unterminated'],
    ['DER that breaks off', pem('CERTIFICATE', mail.der.subarray(0, -1)), 'der_truncated'],
    ['DER with trailing bytes', pem('CERTIFICATE', Buffer.concat([mail.der, Buffer.alloc(1)])), 'der_trailing_bytes'],
    ['DER of something else', pem('CERTIFICATE', Buffer.from('3003020101', 'hex')), 'certificate_malformed'],
    ['nothing in it', pem('CERTIFICATE', Buffer.alloc(0)), 'der_truncated'],
  ])('with a bad block (%s) has a problem there, and the other blocks are read', (_, bad, reason) => {
    expect(parse(`${mail.certificatePem}${bad}\n${imap.certificatePem}`)).toMatchObject([
      { kind: 'certificate', block: 0 },
      {
        kind: 'problem',
        block: 1,
        offset: mail.certificatePem.length,
        problem: { reason, location: '/store/mail.pem', block: 1 },
      },
      { kind: 'certificate', block: 2, certificate: { thumbprint: imap.thumbprint } },
    ]);
  });

  it('keeps a damaged key for the check of keys', () => {
    expect(shape(`${mail.certificatePem}-----BEGIN PRIVATE KEY-----\n!\n`)).toEqual([
      ['certificate', 0, mail.thumbprint],
      ['private-key', 0, 'PRIVATE KEY'],
    ]);
  });

  it.each(['X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])('is read with the label %s', (label) => {
    expect(shape(pem(label, mail.der))).toEqual([['certificate', 0, mail.thumbprint]]);
  });

  it("is read in openssl's trusted form, with its settings at the end", () => {
    const args = ['x509', '-addtrust', 'serverAuth', '-setalias', 'mail'];
    const trusted = execFileSync('openssl', args, { input: mail.certificatePem, encoding: 'latin1' });
    expect(trusted).toContain('BEGIN TRUSTED CERTIFICATE');
    expect(shape(trusted)).toEqual([['certificate', 0, mail.thumbprint]]);
  });

  it.each([
    ['DH PARAMETERS'],
    ['CERTIFICATE REQUEST'],
    ['NEW CERTIFICATE REQUEST'],
    ['X509 CRL'],
    ['PUBLIC KEY'],
    ['OPENSSH PUBLIC KEY'],
  ])('skips %s, damaged or not', (label) => {
    expect(shape(pem(label, mail.der))).toEqual([]);
    expect(shape(`${mail.certificatePem}-----BEGIN ${label}-----\n!\n`)).toEqual([['certificate', 0, mail.thumbprint]]);
  });

  it.each(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'])('can have a PKCS#7 (%s) among its certificates', (label) => {
    const bundle = pem(label, pkcs7Of(imap.certificatePem + mail.certificatePem));
    expect(shape(`${mail.certificatePem}${bundle}${imap.certificatePem}`)).toEqual([
      ['certificate', 0, mail.thumbprint],
      ['certificate', 1, imap.thumbprint],
      ['certificate', 2, mail.thumbprint],
      ['certificate', 3, imap.thumbprint],
    ]);
    expect(shape(pem(label, mail.der))).toEqual([['problem', 0, 'keystore_malformed']]);
  });

  it('can begin with a byte order mark and have CRLF', () => {
    const text = Buffer.from(`\ufeff${mail.certificatePem.replaceAll('\n', '\r\n')}`);
    expect(parse(text)).toMatchObject([
      { kind: 'certificate', offset: 3, certificate: { thumbprint: mail.thumbprint } },
    ]);
  });
});

describe('a file without PEM blocks', () => {
  const version1 = handMade({ version: Buffer.alloc(0) });

  it('can be one certificate in DER', () => {
    expect(parse(mail.der)).toMatchObject([
      { kind: 'certificate', block: 0, offset: 0, certificate: { thumbprint: mail.thumbprint }, der: mail.der },
    ]);
    expect(parse(version1)).toMatchObject([{ kind: 'certificate', certificate: { version: 1 } }]);
  });

  it('can be one bad certificate in DER', () => {
    expect(parse(mail.der.subarray(0, 100))).toMatchObject([
      {
        kind: 'problem',
        block: 0,
        offset: 0,
        problem: { reason: 'der_truncated', location: '/store/mail.pem', block: 0 },
      },
    ]);
    expect(shape(version1.subarray(0, 100))).toEqual([['problem', 0, 'der_truncated']]);
    expect(shape(version1.subarray(0, 60))).toEqual([['problem', 0, 'der_truncated']]);
    const inner = Buffer.concat([Buffer.from('3080', 'hex'), mail.der.subarray(8), Buffer.alloc(2)]);
    expect(parse(Buffer.concat([mail.der.subarray(0, 4), inner]))).toMatchObject([
      {
        kind: 'problem',
        problem: {
          reason: 'der_malformed',
          failure: saying('at byte 0: the element at byte 4 has an indefinite length (BER)'),
        },
      },
    ]);
  });

  it.each([
    ['an indefinite length', Buffer.concat([Buffer.from('3080', 'hex'), mail.der.subarray(4), Buffer.alloc(2)])],
    ['a length of three bytes', Buffer.concat([Buffer.from('308300', 'hex'), mail.der.subarray(2)])],
    ['a length of four bytes', Buffer.concat([Buffer.from('30840000', 'hex'), mail.der.subarray(2)])],
  ])('is a certificate in DER also with %s, with the thumbprint of its DER form', (_, bytes) => {
    const certificate = { kind: 'certificate', certificate: { thumbprint: mail.thumbprint }, der: mail.der };
    expect(parse(bytes)).toMatchObject([{ ...certificate, offset: 0 }]);
    expect(parse(pem('CERTIFICATE', bytes))).toMatchObject([certificate]);
    expect(shape(Buffer.concat([bytes, imap.der]))).toEqual([
      ['certificate', 0, mail.thumbprint],
      ['certificate', 1, imap.thumbprint],
    ]);
    expect(shape(pem('CERTIFICATE', Buffer.concat([bytes, Buffer.alloc(1)])))).toEqual([
      ['problem', 0, 'der_trailing_bytes'],
    ]);
  });

  it('with an indefinite length is a problem wherever it is truncated', () => {
    const bytes = Buffer.concat([Buffer.from('3080', 'hex'), mail.der.subarray(4), Buffer.alloc(2)]);
    for (let length = 40; length < bytes.length; length += 1) {
      expect(shape(bytes.subarray(0, length))).toEqual([['problem', 0, 'der_malformed']]);
    }
  });

  it.each([
    ['a line end', Buffer.from('\n')],
    ['a Windows line end', Buffer.from('\r\n')],
    ['zeros', Buffer.alloc(4)],
    ['a truncated certificate', imap.der.subarray(0, 100)],
    ['text', Buffer.from('0 and more')],
  ])('can be a certificate in DER with %s after it', (_, more) => {
    expect(parse(Buffer.concat([mail.der, more]))).toMatchObject([
      { kind: 'certificate', block: 0, offset: 0, certificate: { thumbprint: mail.thumbprint }, der: mail.der },
    ]);
  });

  it('is read in DER up to the first element that is not a certificate', () => {
    const other = Buffer.from('3000', 'hex');
    const { blocks } = parseStoreFile(Buffer.concat([mail.der, other, mail.der]), 'a.der');
    expect(blocks.map(({ kind }) => kind)).toEqual(['certificate']);
  });

  it('can be several certificates in DER, the first one first', () => {
    const key = mail.keyPair.privateKey.export({ type: 'pkcs8', format: 'der' });
    expect(shape(Buffer.concat([mail.der, imap.der, key, mail.der]))).toEqual([
      ['certificate', 0, mail.thumbprint],
      ['certificate', 1, imap.thumbprint],
    ]);
  });

  it.each([
    ['UTF-16', Buffer.from(`\ufeff${mail.certificatePem}`, 'utf16le')],
    ['UTF-16', Buffer.from(mail.certificatePem, 'utf16le')],
    ['UTF-16', Buffer.from(`\ufeff${mail.certificatePem}`, 'utf16le').swap16()],
    ['UTF-16', Buffer.from(`mail\n${mail.certificatePem}`, 'utf16le').swap16()],
    ['indented PEM', Buffer.from(mail.certificatePem.replace(/^/gm, '  '))],
    ['indented PEM', Buffer.from(`\ufeff\n${mail.certificatePem.replace(/^/gm, '\t')}`)],
    ['base64 without BEGIN and END lines', Buffer.from(mail.certificatePem.replace(/^-.*\n/gm, ''))],
    ['base64 without BEGIN and END lines', Buffer.from(mail.der.toString('base64'))],
  ])('can be an unsupported certificate: %s', (detail, bytes) => {
    expect(parse(bytes)).toEqual([
      {
        ...{ kind: 'problem', block: 0, offset: 0 },
        problem: { reason: 'encoding_not_read', location: '/store/mail.pem', failure: saying(detail) },
      },
    ]);
  });

  it.each([
    [
      'a script that shows an indented certificate',
      Buffer.from(`#!/bin/sh\n${mail.certificatePem.replace(/^/gm, '  ')}`),
    ],
    ['a private key in UTF-16', Buffer.from(mail.privateKeyPem, 'utf16le')],
    ['text in UTF-16', Buffer.from('nothing', 'utf16le')],
    ['a private key in base64', Buffer.from(mail.privateKeyPem.replace(/^-.*\n/gm, ''))],
    ['text that begins with base64', Buffer.from(`${mail.der.toString('base64')}\n:`)],
    ['a word', Buffer.from('MINUTES')],
    ['a truncated CRL', Buffer.from('30820200308201e9020101300d06092a864886f70d01010b', 'hex')],
  ])('contains nothing that resembles a certificate: %s', (_, bytes) => {
    expect(parse(bytes)).toEqual([]);
  });

  it('can be one key in DER', () => {
    const key = mail.keyPair.privateKey.export({ type: 'pkcs8', format: 'der' });
    expect(parse(key)).toEqual([
      { kind: 'private-key', block: 0, offset: 0, bytes: key, label: undefined, protection: 'none' },
    ]);
  });

  it.each([
    ['jks', Buffer.from('feedfeed00000002', 'hex')],
    ['jceks', Buffer.from('cececece00000002', 'hex')],
    ['pkcs12', Buffer.from('308209a002010330820966', 'hex')],
    [
      'bks',
      Buffer.concat([
        Buffer.from('0000000200000014', 'hex'),
        Buffer.alloc(22),
        Buffer.from('07d0', 'hex'),
        Buffer.alloc(21),
      ]),
    ],
    [
      'uber',
      Buffer.concat([
        Buffer.from('0000000100000014', 'hex'),
        Buffer.alloc(22),
        Buffer.from('07d0', 'hex'),
        Buffer.alloc(21, 0x5a),
      ]),
    ],
  ])('can be a keystore: %s', (format, bytes) => {
    expect(shape(bytes)).toEqual([['keystore', format]]);
  });

  it.each([
    ['nothing', ''],
    ['three bytes', '\u00fe\u00ed\u00fe'],
    ['text', 'This directory holds certificates.\n'],
    ['text that begins as DER does', '0 errors, 0 warnings\n'],
    ['a BEGIN in the middle of a line', 'it starts with -----BEGIN CERTIFICATE-----\n'],
    ['a request', Buffer.from('30820100308200f0020100300f', 'hex')],
    ['random bytes', Buffer.alloc(64, 0xff)],
  ])('can be empty: %s', (_, contents) => {
    expect(parse(contents)).toEqual([]);
  });
});

describe('a file with many blocks that cannot be read', () => {
  const torn = pem('CERTIFICATE', mail.der.subarray(0, 9));

  it('has one problem for each reason, with the first ten blocks and the number of all', () => {
    const blocks = parse(`${torn.repeat(3)}${mail.certificatePem}${damaged}${torn.repeat(20_000)}${damaged}`);
    expect(blocks).toHaveLength(3);
    expect(blocks).toMatchObject([
      {
        kind: 'problem',
        block: 0,
        problem: {
          reason: 'der_truncated',
          location: '/store/mail.pem',
          block: 0,
          blocks: { first: [0, 1, 2, 5, 6, 7, 8, 9, 10, 11], count: 20_003 },
        },
      },
      { kind: 'certificate', block: 3 },
      {
        kind: 'problem',
        block: 4,
        problem: {
          reason: 'pem_bad_base64',
          location: '/store/mail.pem',
          block: 4,
          blocks: { first: [4, 20_005], count: 2 },
        },
      },
    ]);
  });

  it('lists no blocks if there is one', () => {
    const [only] = parse(torn);
    expect(only).toMatchObject({ kind: 'problem', problem: { location: '/store/mail.pem', block: 0 } });
    expect(only).not.toHaveProperty('problem.blocks');
  });

  it('has at most a thousand private keys and requests', () => {
    const request = execFileSync('openssl', [
      ...['req', '-new', '-newkey', 'ed25519', '-nodes', '-subj', '/CN=a', '-keyout', '/dev/null'],
    ]).toString();
    expect(parse(mail.privateKeyPem.repeat(1100) + mail.certificatePem)).toHaveLength(1001);
    expect(parse(request.repeat(1100))).toHaveLength(1000);
  });
});
