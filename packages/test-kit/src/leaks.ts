// What no body may say: where parts of the system run, what they are made of, and what the schema has that was not asked for.
import { subgraphNames } from './project.ts';

const leaks: Readonly<Record<string, RegExp>> = {
  'an address': /\b127\.0\.0\.1\b|\blocalhost\b|\bhttps?:\/\/(?!studio\.apollographql)/i,
  'a stack': /\bat \S+ \(|\bnode:internal|\.[cm]?[jt]s:\d+/,
  'a path of a machine': /\/(home|tmp|usr|root|app|node_modules)\//,
  SQL: /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.*\b(FROM|VALUES|SET|WHERE)\b|\bprisma\b|\bP\d{4}\b/i,
  'a failed connection': /\bECONN\w+|\bETIMEDOUT\b|\bUND_ERR\w*/,
  'the name of a service': new RegExp(`"service(Name)?"|\\bsubgraph\\b|\\b(${subgraphNames.join('|')}) service\\b`, 'i'),
  'a suggestion': /did you mean/i,
};

/** What a body tells that it must not; in order, without repeats. */
export const leaksIn = (body: string): readonly string[] => Object.keys(leaks).filter((leak) => leaks[leak]?.test(body));

/**
 * For every client of the tests: the errors of what it has received tell nothing that they must not. Data may say anything.
 *
 * @throws {Error} that names what they tell.
 */
export function assertNoLeaks(errors: unknown): void {
  if (errors === undefined) return;
  const text = JSON.stringify(errors);
  const found = leaksIn(text);
  if (found.length > 0) throw new Error(`Errors tell ${found.join(' and ')}: ${text}`);
}
