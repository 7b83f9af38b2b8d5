import type { Configuration } from '../adapters/config/configuration.ts';
import { bundleReader } from '../adapters/file-store/read/bundle-reader.ts';
import { assertChangeable } from '../adapters/file-store/write/assert-changeable.ts';
import { certificateExporter } from '../adapters/file-store/write/export-certificate.ts';
import { issueRequest } from '../adapters/issue/issue-request.ts';
import { issueSelfSigned } from '../adapters/issue/issue-self-signed.ts';
import { isStateHeld } from '../adapters/sqlite/lock/state-holder.ts';
import { storesOf } from '../domain/connector/certificate-file.ts';
import { createStoreOperations } from '../work/manage/create-store-operations.ts';
import type { StoreCommandDependencies } from '../work/manage/store-command-dependencies.ts';
import type { StoreOperations } from '../work/operations/store-operations.ts';

/**
 * Returns the operations that change the personal store (the only store that mailcertd writes to)
 * of a configuration.
 */
export function openStoreOperations(
  { inventory, selfSigned, stateDirectory }: Configuration,
  dependencies: Pick<
    StoreCommandDependencies,
    'scanSources' | 'settings' | 'clock' | 'ledger' | 'readAccessRules' | 'readClosedDirectories'
  >,
): StoreOperations {
  const store = dependencies.scanSources.personal;
  const definition = inventory.stores.find(({ name }) => name === store?.name);
  return createStoreOperations({
    ...dependencies,
    personal: store === undefined || definition === undefined ? undefined : { store, definition },
    defaults: selfSigned,
    issuer: issueSelfSigned,
    requestIssuer: issueRequest,
    importFileReader: bundleReader,
    assertChangeable,
    exporter: certificateExporter(storesOf(inventory)),
    isDaemonRunning: () => isStateHeld(stateDirectory),
  });
}
