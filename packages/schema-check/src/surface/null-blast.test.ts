// The quick null blast radius against the slow one, on generated graphs; and that it is quick.
import { expect, it } from 'vitest';
import { nullBlastReference } from '../testing/null-blast-reference.ts';
import { nullBlastFindings } from './null-blast.ts';

const nowhere = () => null;

/** A generator with a seed: the same graphs in each run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const wrappings = ['$', '$', '$!', '$!', '$!', '[$]', '[$]!', '[$!]!', '[$!]'];

/** Six types, an interface and a union, with fields of any of them; `changes` fields differ from the graph of the same seed without. */
function graphOf(seed: number, changes: number): string {
  const [random, other] = [randomOf(seed), randomOf(seed + 7_919)];
  const names = ['T0', 'T1', 'T2', 'T3', 'T4', 'T5'];
  const targets = [...names, 'I', 'U', 'Int'];
  const owners = ['Query', 'I', ...names];
  const changed = new Set(Array.from({ length: changes }, () => other(owners.length * 3)));
  const definitions = owners.map((owner, index) => {
    const own = [0, 1, 2].map((number) => {
      const written = `${wrappings[random(wrappings.length)]?.replace('$', targets[random(targets.length)] ?? 'Int')} ${joinOf(random(4))}`;
      const instead = `${wrappings[other(wrappings.length)]?.replace('$', targets[other(targets.length)] ?? 'Int')} ${joinOf(other(4))}`;
      return `f${number}: ${changed.has(index * 3 + number) ? instead : written}`;
    });
    const kind = owner === 'I' ? 'interface I' : `type ${owner}${owner === 'T0' || owner === 'T1' ? ' implements I' : ''}`;
    return `${kind} @join__type(graph: A) @join__type(graph: B) { ${own.join(' ')} }`;
  });
  return `schema { query: Query } enum join__Graph { A B } union U = T1 | T2 ${definitions.join(' ')}`;
}

const joinOf = (choice: number): string =>
  ['@join__field(graph: A)', '@join__field(graph: B)', '@join__field(graph: B, requires: "f0")', ''][choice] ?? '';

it('gives what the slow one gives, for any change of any graph', () => {
  let found = 0;
  for (let seed = 0; seed < 120; seed += 1) {
    const [base, head] = [graphOf(seed, 0), graphOf(seed, 1 + (seed % 6))];
    const findings = nullBlastFindings(base, head, nowhere);
    expect(findings, `seed ${seed}`).toEqual(nullBlastReference(base, head, nowhere));
    found += findings.length;
  }
  expect(found).toBeGreaterThan(120);
});

/** A chain of types, each with an entry of its own, and one link in it. */
function chainOf(length: number, link: string): string {
  const types = Array.from({ length }, (_, index) => {
    const next = index + 1 < length ? `next: T${index + 1}${index === 0 ? link : '!'}` : '';
    return `type T${index} @join__type(graph: A) { id: ID! ${next} }`;
  });
  const entries = Array.from({ length }, (_, index) => `t${index}: T${index}`);
  return `schema { query: Query } enum join__Graph { A } type Query @join__type(graph: A) { ${entries.join(' ')} root: T0! } ${types.join(' ')}`;
}

it('walks a chain of types once, not once from each of them', () => {
  const length = 1_000;
  const findings = nullBlastFindings(chainOf(length, ''), chainOf(length, '!'), nowhere);
  // Each type below the link gains the root's places, and has kept its own.
  expect(findings).toHaveLength(2 * length - 2);
  expect(findings.at(-1)?.message).toBe(`When A is down, T${length - 1}.id now takes with it: Query.t0, the whole response.`);
  expect(nullBlastFindings(chainOf(length, '!'), chainOf(length, '!'), nowhere)).toEqual([]);
});
