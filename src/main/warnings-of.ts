import { type FileChecks, fileWarnings } from '../adapters/config/check/file-warnings.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { Accounts } from '../adapters/file-store/keys/accounts.ts';
import { httpFileError } from '../adapters/http/listen/http-file-error.ts';
import { endpointUrl, isSentUnverified } from '../adapters/notify/http/endpoint-url.ts';
import { secretError } from '../adapters/notify/http/secret-error.ts';
import { clientContext } from '../adapters/starttls/client-context.ts';
import type { ConfigurationIssue } from '../domain/failure/configuration-issue.ts';
import { trustAnchors } from './trust-anchors.ts';

const CHECKS: FileChecks = {
  secretError,
  isUrlSentUnencrypted: async (path, protection) => {
    const read = await endpointUrl({ urlFile: path }, protection);
    return 'url' in read && isSentUnverified(read.url, protection.proxy);
  },
  clientProblem: async (files) => {
    const context = await clientContext('any', files);
    return 'problem' in context ? context.problem : undefined;
  },
  readAnchors: (path) => trustAnchors([{ kind: 'enterprise', path }]).read(),
  httpFileError,
  unknownAccounts: async (names) => {
    const accounts = new Accounts(names);
    await accounts.refresh();
    return accounts.namesWithoutAccount;
  },
};

/** Returns the warnings of a configuration: its own, and those about its files and accounts. */
export async function warningsOf(configuration: Configuration): Promise<readonly ConfigurationIssue[]> {
  return [...configuration.warnings, ...(await fileWarnings(configuration, CHECKS))];
}
