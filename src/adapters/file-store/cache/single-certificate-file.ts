import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import type { RowSlab } from '../../../formats/certificate-table/row-slab.ts';
import type { SharedFacts } from '../../../formats/certificate-table/shared-facts.ts';
import type { FileContent, PlacedCertificate } from '../open/file-content.ts';

const NONE: readonly never[] = [];

/**
 * A file that is exactly one certificate, as most are. To save memory, one object is the
 * certificate, the content of the file, and its `FileSource`.
 */
export class SingleCertificateFile extends CertificateRow implements FileContent, PlacedCertificate {
  readonly path: string;

  constructor(path: string, slab: RowSlab, rowStart: number, sharedFacts: SharedFacts) {
    super(slab, rowStart, sharedFacts);
    this.path = path;
  }

  get certificate(): Certificate {
    return this;
  }
  get kind(): 'content' {
    return 'content';
  }
  get content(): FileContent {
    return this;
  }
  get certificates(): readonly PlacedCertificate[] {
    return [this];
  }
  get block(): number {
    return 0;
  }
  get alias(): undefined {
    return undefined;
  }
  get requests(): readonly never[] {
    return NONE;
  }
  get keys(): readonly never[] {
    return NONE;
  }
  get problems(): readonly never[] {
    return NONE;
  }
  get dependsOnPasswords(): boolean {
    return false;
  }
  get wasOpenedWithPassword(): boolean {
    return false;
  }
}
