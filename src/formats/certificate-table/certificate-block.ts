import type { Problem } from '../../domain/problem.ts';
import { withDefiniteLength } from '../der/with-definite-length.ts';
import type { KeystoreCertificate } from '../keystore/keystore.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';
import type { StoreFileBlock } from './store-file.ts';

/** Returns a certificate, or its problem, as a block with this number. */
export function certificateBlockOf(
  { der: bytes, offset, alias }: KeystoreCertificate,
  path: string,
  block: number,
): StoreFileBlock {
  const der = withDefiniteLength(bytes);
  const parsed = parseCertificate(der, `${path}#${block}`);
  if (parsed.kind === 'problem') return problemBlock(offset, block, parsed.problem);
  const certificateBlock: StoreFileBlock = {
    kind: 'certificate',
    block,
    offset,
    alias,
    certificate: parsed.value,
    der,
  };
  return parsed.flaw === undefined ? certificateBlock : { ...certificateBlock, flaw: parsed.flaw };
}

/**
 * Returns a problem as a block, with the offset of the block in the detail. Other offsets in the
 * detail are relative to the block or to the decoded data.
 */
export function problemBlock(offset: number, block: number, { reason, location, detail }: Problem): StoreFileBlock {
  return {
    kind: 'problem',
    block,
    offset,
    problem: { reason, location, detail: `the block at byte ${offset}: ${detail}` },
  };
}
