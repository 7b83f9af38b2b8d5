import type { StoreOperations } from '../operations/store-operations.ts';
import { changeStore } from './change-store.ts';
import { exportCertificate } from './export-certificate.ts';
import type { OrderDependencies } from './order-dependencies.ts';

/** Returns the operations on the stores of this host. */
export function carryOut(dependencies: OrderDependencies): StoreOperations {
  return {
    change: (order, options, signal) => changeStore(order, options, dependencies, signal),
    export: (thumbprint, target, signal) => exportCertificate(thumbprint, target, dependencies, signal),
  };
}
