// Generated schemas as data that can be changed, and their text.
import type { Random } from './random.ts';

export interface InputModel {
  type: string;
  byDefault: string | null;
}
export interface FieldModel {
  type: string;
  args: Map<string, InputModel>;
  deprecated: boolean;
}
export interface SchemaModel {
  /** Objects and interfaces, whose names begin with I. */
  composites: Map<string, { interfaces: Set<string>; fields: Map<string, FieldModel> }>;
  unions: Map<string, Set<string>>;
  enums: Map<string, Set<string>>;
  inputs: Map<string, { oneOf: boolean; fields: Map<string, InputModel> }>;
  directive: { locations: Set<string>; args: Map<string, InputModel>; repeatable: boolean } | null;
}

export const outputTypes = ['Int', 'String', 'Boolean', 'Mood', 'A', 'B', 'C', 'IOne', 'ITwo', 'Any'] as const;
export const inputTypes = ['Int', 'String', 'Boolean', 'Mood', 'Order', 'In', 'Deep', 'One'] as const;

/** Lists and non-null around a name. */
export function wrapped(name: string, { chance }: Random): string {
  const inner = chance(0.3) ? `${name}!` : name;
  const listed = chance(0.25) ? `[${inner}]` : inner;
  return chance(0.25) && !listed.endsWith('!') ? `${listed}!` : listed;
}

/** A default that fits the type; null where there is none that is plain to say. */
export function defaultFor(type: string, { pick, below }: Random): string | null {
  if (type.startsWith('['))
    return type.endsWith('!]') || type.endsWith('!]!') ? '[]' : pick(['[]', 'null', '[null]'].slice(0, type.endsWith('!') ? 1 : 3));
  const name = type.replace('!', '');
  if (name === 'Int') return String(below(3));
  if (name === 'String') return pick(['"a"', '"b"']);
  if (name === 'Boolean') return pick(['true', 'false']);
  if (name === 'In') return pick(['{ need: 1 }', '{ need: 2, count: 1 }']);
  return name === 'Deep' ? '{}' : null;
}

export function inputModel(random: Random, required: number): InputModel {
  const name = random.pick(inputTypes);
  const inner = random.chance(0.2) ? `[${name}${random.chance(0.5) ? '!' : ''}]` : name;
  const type = random.chance(required) ? `${inner}!` : inner;
  return { type, byDefault: random.chance(0.4) ? defaultFor(type, random) : null };
}

export function fieldModel(random: Random): FieldModel {
  const args = new Map<string, InputModel>();
  for (const name of ['p', 'q']) if (random.chance(0.35)) args.set(name, inputModel(random, 0.2));
  return { type: wrapped(random.pick(outputTypes), random), args, deprecated: false };
}

export function schemaModel(random: Random): SchemaModel {
  const fields = (names: readonly string[]) => new Map(names.map((name) => [name, fieldModel(random)]));
  const [one, two] = [fields(['id', 'x']), fields(['y'])];
  const composite = (interfaces: readonly string[], own: Map<string, FieldModel>) => ({ interfaces: new Set(interfaces), fields: own });
  const copy = (model: Map<string, FieldModel>) => structuredClone(model);
  return {
    composites: new Map([
      ['Query', composite([], fields(['a', 'b', 'c', 'd', 'e', 'f']))],
      ['IOne', composite([], one)],
      ['ITwo', composite([], two)],
      ['A', composite(['IOne'], new Map([...copy(one), ...fields(['m'])]))],
      ['B', composite(['IOne', 'ITwo'], new Map([...copy(one), ...copy(two), ...fields(['m'])]))],
      ['C', composite(['ITwo'], new Map([...copy(two), ...fields(['m', 'x'])]))],
      ['D', composite([], new Map([...copy(one), ...copy(two)]))],
    ]),
    unions: new Map([['Any', new Set(random.chance(0.5) ? ['A', 'C'] : ['B', 'C', 'D'])]]),
    enums: new Map([
      ['Mood', new Set(['GLAD', 'CALM', 'SAD'])],
      ['Order', new Set(['UP', 'DOWN', 'NONE'])],
    ]),
    inputs: new Map([
      [
        'In',
        {
          oneOf: false,
          fields: new Map([
            ['need', { type: 'Int!', byDefault: null }],
            ['count', inputModel(random, 0)],
            ['deep', { type: 'Deep', byDefault: random.chance(0.5) ? '{}' : null }],
          ]),
        },
      ],
      [
        'Deep',
        {
          oneOf: false,
          fields: new Map([
            ['mood', { type: 'Mood', byDefault: random.chance(0.5) ? 'CALM' : null }],
            ['size', { type: random.chance(0.5) ? 'Int!' : 'Int', byDefault: '1' }],
          ]),
        },
      ],
      [
        'One',
        {
          oneOf: random.chance(0.5),
          fields: new Map([
            ['left', { type: 'Int', byDefault: null }],
            ['right', { type: 'String', byDefault: null }],
          ]),
        },
      ],
    ]),
    directive: {
      locations: new Set(['FIELD', 'INLINE_FRAGMENT']),
      args: new Map([['v', { type: 'Int', byDefault: random.chance(0.5) ? '1' : null }]]),
      repeatable: random.chance(0.5),
    },
  };
}

export function textOf({ composites, unions, enums, inputs, directive }: SchemaModel): string {
  const input = ([name, { type, byDefault }]: [string, InputModel]) => `${name}: ${type}${byDefault === null ? '' : ` = ${byDefault}`}`;
  const args = (model: Map<string, InputModel>) => (model.size === 0 ? '' : `(${[...model].map(input).join(', ')})`);
  const field = ([name, model]: [string, FieldModel]) =>
    `  ${name}${args(model.args)}: ${model.type}${model.deprecated ? ' @deprecated' : ''}`;
  const lines = [...composites].map(([name, { interfaces, fields }]) => {
    const implemented = interfaces.size === 0 ? '' : ` implements ${[...interfaces].join(' & ')}`;
    return `${name.startsWith('I') ? 'interface' : 'type'} ${name}${implemented} {\n${[...fields].map(field).join('\n')}\n}`;
  });
  for (const [name, members] of unions) lines.push(`union ${name} = ${[...members].join(' | ')}`);
  for (const [name, values] of enums) lines.push(`enum ${name} { ${[...values].join(' ')} }`);
  for (const [name, { oneOf, fields }] of inputs)
    lines.push(`input ${name}${oneOf ? ' @oneOf' : ''} { ${[...fields].map(input).join(' ')} }`);
  if (directive !== null) {
    lines.push(
      `directive @d${args(directive.args)}${directive.repeatable ? ' repeatable' : ''} on ${[...directive.locations].join(' | ')}`,
    );
  }
  return lines.join('\n');
}
