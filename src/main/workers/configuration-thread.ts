import { parentPort, workerData } from 'node:worker_threads';
import { readConfiguration } from '../../adapters/config/read/read-configuration.ts';
import { CONFIGURATION_FAILURES } from '../../domain/failure/configuration-failures.ts';
import { ConfigurationError, resourceShortageOf } from '../../work/errors.ts';
import type { ConfigurationReadRequest, ConfigurationReadResponse } from '../read-config-in-worker.ts';
import { VERSION } from '../version.ts';

/** Reads the requested configuration. The thread ends after the response. */
function respondTo({ version, file, environment }: ConfigurationReadRequest): ConfigurationReadResponse {
  if (version !== VERSION) {
    return { restartRequired: CONFIGURATION_FAILURES.version_changed({ running: version, installed: VERSION }) };
  }
  try {
    const { inventory, ...configuration } = readConfiguration(file, environment);
    return { configuration, inventory: JSON.stringify(inventory) };
  } catch (error) {
    if (error instanceof ConfigurationError) return { errors: error.errors };
    const shortage = resourceShortageOf(error);
    if (shortage !== undefined) return { shortage };
    throw error;
  }
}

parentPort?.postMessage(respondTo(workerData));
