import { CERTIFICATE_FILE_FAILURES } from '../../domain/failure/certificate-file-failures.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { withShortestLength } from '../der/with-shortest-length.ts';
import type { KeystoreCertificate } from '../keystore/keystore.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';
import type { StoreFileBlock } from './store-file.ts';

/**
 * Parses a certificate in a store file. Returns the certificate, or the problem of parsing it, as a
 * block of the file.
 * @param blockNumber counts the certificates in the file from 0
 */
export function certificateBlockOf(
  { der: bytes, offset, alias }: KeystoreCertificate,
  path: string,
  blockNumber: number,
): StoreFileBlock {
  const der = withShortestLength(bytes);
  const parsed = parseCertificate(der, path);
  if (parsed.kind === 'problem') return problemBlock(offset, blockNumber, parsed.problem);
  const block: StoreFileBlock = {
    kind: 'certificate',
    block: blockNumber,
    offset,
    alias,
    certificate: parsed.value,
    der,
  };
  return parsed.flaw === undefined ? block : { ...block, flaw: { ...parsed.flaw, block: blockNumber } };
}

/**
 * Returns a problem as a block, with the offset of the block. Other offsets in the failure are in
 * the decoded data.
 */
export function problemBlock(
  offset: number,
  blockNumber: number,
  { reason, location, failure: cause }: Problem,
): StoreFileBlock {
  return {
    kind: 'problem',
    block: blockNumber,
    offset,
    problem: {
      reason,
      location,
      block: blockNumber,
      failure: CERTIFICATE_FILE_FAILURES.block_at({ byte: offset, cause }),
    },
  };
}
