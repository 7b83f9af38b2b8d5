import type { StoreOperations } from '../operations/store-operations.ts';
import { changeStore } from './change-store.ts';
import { exportCertificate } from './export-certificate.ts';
import type { StoreCommandDependencies } from './store-command-dependencies.ts';

/** Returns the operations on the stores of this host. */
export function createStoreOperations(dependencies: StoreCommandDependencies): StoreOperations {
  return {
    change: (command, options, signal) => changeStore(command, options, dependencies, signal),
    export: (thumbprint, target, signal) => exportCertificate(thumbprint, target, dependencies, signal),
  };
}
