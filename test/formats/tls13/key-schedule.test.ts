import { createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CIPHER_SUITES, type CipherSuite } from '../../../src/formats/tls13/cipher-suites.ts';
import { KeySchedule, type TrafficKeys } from '../../../src/formats/tls13/key-schedule.ts';
import { MessageReader } from '../../../src/formats/tls13/message-reader.ts';
import { RecordProtection } from '../../../src/formats/tls13/record-protection.ts';
import { CONTENT_TYPE, RecordReader } from '../../../src/formats/tls13/records.ts';
import { readCertificates, readCertificateVerify } from '../../../src/formats/tls13/server-messages.ts';
import { isSignatureValid } from '../../../src/formats/tls13/signature-schemes.ts';
import { subjectPublicKey } from '../../../src/formats/x509/subject-public-key.ts';
import {
  CERTIFICATE,
  CERTIFICATE_VERIFY,
  CLIENT_HELLO,
  ENCRYPTED_EXTENSIONS,
  FLIGHT_RECORD,
  SERVER_FINISHED,
  SERVER_HELLO,
} from './rfc8448.ts';

const AES_128 = suiteOf('TLS_AES_128_GCM_SHA256');

function suiteOf(name: string): CipherSuite {
  const suite = CIPHER_SUITES.find((known) => known.name === name);
  if (suite === undefined) throw new Error(name);
  return suite;
}

function x25519(privateKey: string): KeyObject {
  const key = Buffer.from(`302e020100300506032b656e04220420${privateKey}`, 'hex');
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function sha256(...messages: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(messages)).digest();
}

function hex({ key, iv }: TrafficKeys): readonly [string, string] {
  return [key.toString('hex'), iv.toString('hex')];
}

describe('the handshake of RFC 8448 section 3', () => {
  const client = x25519('49af42ba7f7994852d713ef2784bcbcaa7911de26adc5642cb634540e7ea5005');
  const server = x25519('b1580eeadf6dd589b8ef4f2d5652578cc810e9980191ec8d058308cea216a21e');
  const shared = diffieHellman({ privateKey: client, publicKey: createPublicKey(server) });
  const schedule = new KeySchedule(AES_128, shared);
  const secrets = schedule.handshakeSecrets(sha256(CLIENT_HELLO, SERVER_HELLO));
  const beforeFinished = [CLIENT_HELLO, SERVER_HELLO, ENCRYPTED_EXTENSIONS, CERTIFICATE, CERTIFICATE_VERIFY];
  const all = sha256(...beforeFinished, SERVER_FINISHED);

  it('has its handshake secrets, and their keys', () => {
    expect(shared.toString('hex')).toBe('8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d');
    expect(secrets.client.toString('hex')).toBe('b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21');
    expect(secrets.server.toString('hex')).toBe('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38');
    expect(hex(schedule.trafficKeys(secrets.client))).toEqual([
      'dbfaa693d1762c5b666af5d950258d01',
      '5bd3c71b836e0b76bb73265f',
    ]);
    expect(hex(schedule.trafficKeys(secrets.server))).toEqual([
      '3fce516009c21727d0f2e4e86ee403bc',
      '5d313eb2671276ee13000b30',
    ]);
  });

  it('has its session secrets, and their keys', () => {
    const { client: ours, server: theirs } = schedule.applicationSecrets(all);
    expect(ours.toString('hex')).toBe('9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5');
    expect(theirs.toString('hex')).toBe('a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643');
    expect(hex(schedule.trafficKeys(ours))).toEqual(['17422dda596ed5d9acd890e3c63f5051', '5b78923dee08579033e523d9']);
    expect(hex(schedule.trafficKeys(theirs))).toEqual(['9f02283b6c9c07efc26bb9f2ac92e356', 'cf782b88dd83549aadf1e984']);
  });

  it('has the Finished of both sides', () => {
    const server = schedule.verifyData(secrets.server, sha256(...beforeFinished));
    expect(server).toEqual(SERVER_FINISHED.subarray(4));
    expect(schedule.verifyData(secrets.client, all).toString('hex')).toBe(
      'a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61',
    );
  });

  it("has a record with the server's flight that is opened, and sealed in the same way", () => {
    const keys = schedule.trafficKeys(secrets.server);
    const records = new RecordReader();
    records.add(FLIGHT_RECORD);
    const record = records.next();
    if (record === undefined || record === 'too-long') throw new Error('no record');
    const flight = Buffer.concat([ENCRYPTED_EXTENSIONS, CERTIFICATE, CERTIFICATE_VERIFY, SERVER_FINISHED]);
    expect(new RecordProtection(AES_128, keys).decrypt(record)).toEqual({
      type: CONTENT_TYPE.handshake,
      content: flight,
    });
    expect(new RecordProtection(AES_128, keys).encrypt(CONTENT_TYPE.handshake, flight)).toEqual(FLIGHT_RECORD);
    const messages = new MessageReader();
    messages.add(flight);
    const whole = Array.from({ length: 4 }, () => messages.next()).map((one) =>
      one === undefined || one === 'too-long' ? undefined : one.bytes,
    );
    expect(whole).toEqual([ENCRYPTED_EXTENSIONS, CERTIFICATE, CERTIFICATE_VERIFY, SERVER_FINISHED]);
    expect(messages.isEmpty).toBe(true);
  });

  it('is signed by the key in its certificate', () => {
    const [leaf = Buffer.alloc(0)] = readCertificates(CERTIFICATE.subarray(4)) ?? [];
    const signed = readCertificateVerify(CERTIFICATE_VERIFY.subarray(4));
    const key = subjectPublicKey(leaf);
    if (signed === undefined || key === undefined) throw new Error('not read');
    const before = sha256(CLIENT_HELLO, SERVER_HELLO, ENCRYPTED_EXTENSIONS, CERTIFICATE);
    const context = `${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`;
    const content = Buffer.concat([Buffer.from(context, 'latin1'), before]);
    expect(isSignatureValid(key, signed.scheme, content, signed.signature)).toBe(true);
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    expect(isSignatureValid(key, signed.scheme, content, signed.signature)).toBe(false);
  });
});

describe.each(CIPHER_SUITES)('the keys of $name', (suite) => {
  const shared = Buffer.alloc(32, 7);
  const transcript = Buffer.alloc(suite.hashBytes, 9);
  const schedule = new KeySchedule(suite, shared);

  /** Returns the result of node:crypto for HKDF, with one salt and one label. */
  function labelled(salt: Buffer, secret: Buffer, label: string, context: Buffer, byteCount: number): Buffer {
    const name = Buffer.from(`tls13 ${label}`);
    const head = Buffer.of(0, byteCount, name.length);
    const info = Buffer.concat([head, name, Buffer.of(context.length), context]);
    return Buffer.from(hkdfSync(suite.hash, secret, salt, info, byteCount));
  }

  const zeros = Buffer.alloc(suite.hashBytes);
  const nothing = createHash(suite.hash).digest();
  const derived = labelled(zeros, zeros, 'derived', nothing, suite.hashBytes);

  it("are those of node:crypto's HKDF", () => {
    const { client, server } = schedule.handshakeSecrets(transcript);
    expect(client).toEqual(labelled(derived, shared, 'c hs traffic', transcript, suite.hashBytes));
    expect(server).toEqual(labelled(derived, shared, 's hs traffic', transcript, suite.hashBytes));
    const main = labelled(derived, shared, 'derived', nothing, suite.hashBytes);
    const session = schedule.applicationSecrets(transcript);
    expect(session.client).toEqual(labelled(main, zeros, 'c ap traffic', transcript, suite.hashBytes));
    expect(session.server).toEqual(labelled(main, zeros, 's ap traffic', transcript, suite.hashBytes));
  });

  it('have the length of their cipher, and protect one record after the other, in order', () => {
    const keys = schedule.trafficKeys(schedule.handshakeSecrets(transcript).server);
    expect([keys.key.length, keys.iv.length]).toEqual([suite.keyBytes, 12]);
    const seals = new RecordProtection(suite, keys);
    const said = ['a', '', 'b'.repeat(0x4000)].map((text) => Buffer.from(text));
    const records = said.map((content) => {
      const reader = new RecordReader();
      reader.add(seals.encrypt(CONTENT_TYPE.application, content));
      const record = reader.next();
      if (record === undefined || record === 'too-long') throw new Error('no record');
      return record;
    });
    const opens = new RecordProtection(suite, keys);
    expect(records.map((record) => opens.decrypt(record))).toEqual(
      said.map((content) => ({ type: CONTENT_TYPE.application, content })),
    );
    const [first, second] = records;
    if (first === undefined || second === undefined) throw new Error('no records');
    const other = new RecordProtection(suite, keys);
    expect(other.decrypt(second)).toBeUndefined();
    expect(other.decrypt(first)).toBeUndefined();
  });

  it('open no record with a change, nor a short one', () => {
    const keys = schedule.trafficKeys(schedule.handshakeSecrets(transcript).server);
    const sealed = new RecordProtection(suite, keys).encrypt(CONTENT_TYPE.handshake, Buffer.from('said'));
    for (let bit = 0; bit < 8 * sealed.length; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const record = { type: changed[0] ?? 0, header: changed.subarray(0, 5), body: changed.subarray(5) };
      expect(new RecordProtection(suite, keys).decrypt(record), `bit ${bit}`).toBeUndefined();
    }
    for (let length = 5; length < sealed.length; length++) {
      const record = { type: 23, header: sealed.subarray(0, 5), body: sealed.subarray(5, length) };
      expect(new RecordProtection(suite, keys).decrypt(record), `${length} bytes`).toBeUndefined();
    }
  });
});
