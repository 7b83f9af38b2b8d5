import type { Explanation } from '../../../domain/status/status.ts';
import { selectionDocument, storedDocument } from '../../../formats/document/explain-document.ts';
import type { Simulation } from '../../../work/operations/query-operations.ts';

type Document = Readonly<Record<string, unknown>>;

/**
 * Returns a simulation as JSON: the assumptions and their effects.
 * @param before the connector without the assumptions
 */
export function simulationDocument(simulation: Simulation, before: Explanation | undefined): Document {
  const { now, at, store, files, raised, escalated, cleared } = simulation;
  return {
    now,
    at,
    store: store?.name,
    files: files.map(({ path, certificates, problems }) => ({
      path,
      certificates: certificates.map(storedDocument),
      problems,
    })),
    before: before && { selection: selectionDocument(before.selection), origins: before.origins },
    raised,
    escalated,
    cleared,
  };
}
