import { namesOf } from '../../../domain/certificate/certificate.ts';
import { nameCauseText } from '../../../domain/certificate/name-cause.ts';
import { isFileStore } from '../../../domain/connector/certificate-file.ts';
import type { Problem } from '../../../domain/problem.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { importAdvice } from './import-advice.ts';
import {
  certificatesCommand,
  type RefusalWords,
  renewCommand,
  servicesLine,
  servicesWords,
  shortName,
} from './refusal-words.ts';

/** The maximum number of problems in one line. */
const MAX_PROBLEMS = 3;

const problemList = (problems: readonly Problem[]): string =>
  problems
    .slice(0, MAX_PROBLEMS)
    .map(({ location, reason, detail }) => `${location}: ${reason}${detail === '' ? '' : `: ${detail}`}`)
    .join('; ');

/** The texts of refusals in English. */
export const ENGLISH_REFUSALS: RefusalWords = {
  'no-personal-store': () =>
    'there is no store My, and only this store can be changed; add it under stores: in the configuration, for example { name: My, path: /var/lib/mailcertd/store }',
  'store-unavailable': ({ problem }, { command, owner }) => {
    const next =
      owner === undefined
        ? `for the cause: ${shellWords([...command, 'status'])}`
        : `run this as ${owner}, which owns the store${owner === 'root' ? '' : ', or as root'}`;
    return `parts of the store cannot be read (${problemList([problem])}), so certificates in it can be neither found nor changed; ${next}`;
  },
  'not-found': ({ id }, context) => `${id} no longer exists; to list certificates: ${certificatesCommand(context)}`,
  'store-read-only': ({ stored, store, services }, context) => {
    if (isFileStore(store.name)) {
      const description = `${shortName(stored)} is in ${stored.location.path}, a configured file of a connector`;
      return context.verb === 'enable'
        ? `${description}, which the connector uses regardless of services`
        : `${description}; remove it with the program that installed it`;
    }
    const description = `${shortName(stored)} is in store "${store.name}", which is read-only for mailcertd`;
    if (context.verb === 'enable') {
      const { line, place } = servicesLine(stored, store, services);
      return `${description}; to set its services, add ${line} ${place.kind === 'store-entry' ? 'to the store at' : 'to'} ${place.path}`;
    }
    if (context.verb === 'remove') {
      return `${description}; remove ${stored.location.path} with the program that installed it`;
    }
    return `${description}; to import it into My: ${certificatesCommand(context, 'import', stored.location.path)}`;
  },
  'directory-shared': ({ path, services }, context) =>
    context.verb === 'remove'
      ? `${path} is in a directory with other certificates, and only whole directories can be moved to the trash; delete the file and its key file`
      : `${path} is in a directory with other certificates, so it cannot have settings of its own; import it: ${certificatesCommand(context, 'import', path, ...servicesWords(services))}, then remove the file`,
  'intermediate-certificate': ({ stored, leaf }, { verb }) => {
    const description = `${shortName(stored)} is an intermediate certificate of ${shortName(leaf)} (${namesOf(leaf.certificate).join(', ')})`;
    return verb === 'enable'
      ? `${description}; it cannot be enabled on its own, because servers send it with that certificate`
      : `${description}; it cannot be removed on its own; remove that certificate`;
  },
  'name-invalid': ({ name }) => `"${name}" is not a DNS name; give one, for example mail.contoso.com or *.contoso.com`,
  'subject-invalid': ({ subject, cause }) =>
    `"${subject}" is not a valid subject (${nameCauseText(cause).en}); give one, for example CN=mail.contoso.com,O=Contoso`,
  wildcard: ({ name, services }) =>
    `${services.join(' and ')} ${services.length === 1 ? 'does' : 'do'} not support wildcard certificates (${name}); omit ${services.length === 1 ? 'this service' : 'these services'}, or use a certificate with the server's own name`,
  'key-unusable': ({ stored, kind }, context) =>
    ({
      missing: `${shortName(stored)} has no private key; import a file with both: ${certificatesCommand(context, 'import', 'FILE')}`,
      differs: `${shortName(stored)} has the private key of another certificate; import a file with both: ${certificatesCommand(context, 'import', 'FILE')}`,
      unreadable: `this account cannot read the private key of ${shortName(stored)}; run this as root, or check: namei -l ${shellWords([stored.key.path ?? stored.location.path])}`,
      matches: `the private key of ${shortName(stored)} cannot be used`,
    })[kind],
  'key-not-readable': ({ stored, denials }) => {
    const account = denials[0]?.account ?? '';
    const setfaclCommands = denials.map(({ path, kind }) =>
      shellWords(['setfacl', '-m', `u:${account}:${kind === 'file' ? 'r' : 'x'}`, path]),
    );
    return `account ${account}, which loads the private key of ${shortName(stored)}, cannot read it; grant access: ${setfaclCommands.join(' && ')}`;
  },
  'not-self-signed': ({ stored, renewal }, context) => {
    const next =
      renewal === undefined
        ? `create a CSR: ${certificatesCommand(context, 'renew', stored.certificate.thumbprint, '--request')}`
        : `renew it: ${shellWords(renewal)} (add --force-renewal to renew it early)`;
    return `${shortName(stored)} was issued by ${stored.certificate.issuer}, and its successor would be self-signed; ${next}, or use --force`;
  },
  'renews-ca': ({ stored }) =>
    `${shortName(stored)} is a CA certificate (${stored.certificate.subject}), and mailcertd cannot create CA certificates; renew it at the CA (${stored.location.path})`,
  'already-installed': ({ stored, services, lacksIssuers }, context) => {
    const { certificate, location } = stored;
    const next =
      services.length === 0
        ? `enabled for ${stored.services.join(', ') || 'no service'}; to show it: ${certificatesCommand(context, 'show', certificate.thumbprint)}`
        : `to enable it: ${certificatesCommand(context, 'enable', certificate.thumbprint, ...servicesWords(services))}`;
    const intermediatesHint = lacksIssuers ? '; to add its intermediate certificates, append them to that file' : '';
    return `${certificate.thumbprint} is already in the store (${location.path}); ${next}${intermediatesHint}`;
  },
  'nothing-to-import': ({ path, problems }) =>
    `${path} contains no ${problems.length === 0 ? 'certificate' : `readable certificate (${problemList(problems)})`}; ${importAdvice(problems).en}`,
  'ca-certificate': ({ path, subject, stored }) =>
    stored !== undefined
      ? `${path} contains only issuers of ${shortName(stored)} (${subject}); to serve them with it, append them as PEM to ${stored.location.path}`
      : `${path} contains only a CA certificate (${subject}); to trust this CA, add it under trust: in the configuration`,
  'ca-with-key': ({ path, subject }) =>
    `${path} contains the private key of a CA (${subject}), which no mail server needs; give the file of the server's own certificate, or use --force`,
  'ambiguous-import': ({ path, subjects }) =>
    `${path} contains several server certificates (${subjects.join('; ')}); put the one to import and its key into a separate file`,
  'no-key': ({ path, subject, problems }) =>
    `the private key of ${subject} is neither in ${path} nor with a CSR in the store${problems.length === 0 ? '' : ` (${problemList(problems)})`}; ${problems.length === 0 ? 'give a file with both' : importAdvice(problems).en}`,
  'in-use': ({ stored, connectors }) =>
    `without ${shortName(stored)}, ${connectors.map((name) => `"${name}"`).join(', ')} would select another certificate or none; check with --dry-run, or use --force`,
  'internal-certificate': ({ stored }) =>
    `${shortName(stored)} is the internal transport certificate; replace it first, or use --force`,
  'last-for-names': ({ stored, names }, context) =>
    `no other valid certificate matches ${names.join(', ')}; renew it first: ${renewCommand(stored, context)}, or use --force`,
  'not-exportable': ({ stored }) =>
    `the private key of ${shortName(stored)} is not exportable; only keys created or imported with --exportable can be exported`,
};
