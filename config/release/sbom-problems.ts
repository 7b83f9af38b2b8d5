import { z } from 'zod';

const license = z.union([
  z.strictObject({ license: z.strictObject({ id: z.string().regex(/^[\w.+-]+$/) }) }),
  z.strictObject({ expression: z.string().regex(/^[\w.+() -]+$/) }),
]);

const component = z.strictObject({
  type: z.enum(['application', 'library']),
  'bom-ref': z.string().min(1),
  name: z.string().min(1),
  version: z.string().min(1),
  hashes: z
    .array(z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) }))
    .optional(),
  licenses: z.array(license).min(1),
  purl: z.string().regex(/^pkg:(npm|deb|generic)\/[^@]+@[^@]+$/),
});

/**
 * The part of CycloneDX 1.6 that mailcertd writes. Other keys are refused.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
const document = z.strictObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  version: z.int().min(1),
  metadata: z.strictObject({ timestamp: z.iso.datetime(), component }),
  components: z.array(component),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/** Returns the texts that occur more than once. */
const repeated = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter((text, index) => texts.indexOf(text) !== index)),
];

/**
 * Returns what is wrong in a software bill of materials.
 * @param text JSON in the format CycloneDX
 * @param shipped versions of the npm packages that are shipped, by path
 */
export function sbomProblems(text: string, shipped: ReadonlyMap<string, string>): readonly string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return [`it is not JSON: ${String(cause)}`];
  }
  const { data, error } = document.safeParse(json);
  if (data === undefined) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  const problems: string[] = [];
  const components = [data.metadata.component, ...data.components];
  const references = components.map((each) => each['bom-ref']);
  for (const reference of repeated(references)) problems.push(`${reference} is listed twice`);
  const known = new Set(references);
  for (const { ref, dependsOn } of data.dependencies) {
    for (const each of [ref, ...dependsOn]) if (!known.has(each)) problems.push(`${each} is named, but not listed`);
  }

  const listed = new Map(
    data.components.filter(({ purl }) => purl.startsWith('pkg:npm/')).map((each) => [each['bom-ref'], each.version]),
  );
  for (const [path, version] of shipped) {
    const found = listed.get(path);
    if (found === undefined) problems.push(`${path} ${version} is shipped, but not listed`);
    else if (found !== version) problems.push(`${path} is listed as ${found}, package-lock.json has ${version}`);
  }
  for (const [path, version] of listed) {
    if (!shipped.has(path)) problems.push(`${path} ${version} is listed, but not shipped`);
  }
  return problems;
}
