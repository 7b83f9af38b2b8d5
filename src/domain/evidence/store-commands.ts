import type { Assessment } from '../assessment/assess.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { listCertificatesCommand } from '../remedy/diagnostic-commands.ts';
import type { Command } from '../remedy/remedy.ts';
import { renewOnThisHost } from '../remedy/renew-on-this-host.ts';
import type { StoreCertificates } from './store-certificates.ts';

/** Maximum number of certificates for which an event suggests renewal commands. */
const MAX_RENEW_COMMANDS = 3;

/**
 * Returns the commands that renew up to three certificates of a store. If there are more, or one of
 * them cannot be renewed, returns the command that lists them.
 * @param isRenewalForced true to renew certificates before their renewal is due
 * @param listOptions options of the command that lists the certificates
 */
export function renewOrListCommands(
  store: string,
  { count, listed }: StoreCertificates,
  assessment: Pick<Assessment, 'observation' | 'settings'>,
  { isRenewalForced, listOptions }: { readonly isRenewalForced: boolean; readonly listOptions: readonly string[] },
): readonly Command[] {
  const commands =
    count > MAX_RENEW_COMMANDS
      ? []
      : listed.map((stored) => renewOnThisHost(stored, assessment, { isRenewalForced })?.commands ?? []);
  if (commands.length > 0 && commands.every(({ length }) => length > 0)) return commands.flat();
  return [listCommand(store, assessment, listOptions)];
}

/** Returns the command that lists certificates of a store. */
export function listCommand(
  store: string,
  { observation, settings }: Pick<Assessment, 'observation' | 'settings'>,
  options: readonly string[],
): Command {
  const path = definedStores(observation).find(({ name }) => name === store)?.path;
  return path === undefined
    ? [...settings.command, 'certificates', 'list', ...options]
    : listCertificatesCommand(path, settings, options);
}
