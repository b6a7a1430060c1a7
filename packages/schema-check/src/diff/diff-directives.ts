// Directive definitions: what operations may apply.
import { DirectiveLocation, type GraphQLDirective, type GraphQLSchema, isSpecifiedDirective } from 'graphql';
import type { Found } from './change.ts';
import { diffArguments } from './diff-inputs.ts';
import { describedChanges } from './diff-texts.ts';
import { differenceOf } from './named-difference.ts';

const executable: ReadonlySet<string> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

export function diffDirectives(base: GraphQLSchema, head: GraphQLSchema): readonly Found[] {
  const { added, removed, kept } = differenceOf(directivesOf(base), directivesOf(head));
  return [
    ...removed.map((directive): Found => {
      const coordinate = `@${directive.name}`;
      return { ...severityFor(directive), code: 'DIRECTIVE_REMOVED', coordinate, message: `Directive ${coordinate} was removed.` };
    }),
    ...added.map(({ name }): Found => ({ code: 'DIRECTIVE_ADDED', coordinate: `@${name}`, message: `Directive @${name} was added.` })),
    ...kept.flatMap(([before, after]) => directiveChanges(before, after)),
  ];
}

const directivesOf = (schema: GraphQLSchema) => schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));

/** What operations cannot apply breaks none. */
const severityFor = ({ locations }: GraphQLDirective) =>
  locations.some((place) => executable.has(place)) ? {} : ({ severity: 'safe' } as const);

function directiveChanges(base: GraphQLDirective, head: GraphQLDirective): readonly Found[] {
  const coordinate = `@${base.name}`;
  return [
    ...describedChanges(coordinate, base, head),
    ...locationChanges(coordinate, base, head),
    ...repeatableChanges(coordinate, base, head),
    ...diffArguments(coordinate, base.args, head.args).map((found) => ({ ...found, ...severityFor(base) })),
  ];
}

function locationChanges(coordinate: string, base: GraphQLDirective, head: GraphQLDirective): readonly Found[] {
  return [
    ...base.locations
      .filter((place) => !head.locations.includes(place))
      .map((place): Found => {
        const severity = executable.has(place) ? {} : ({ severity: 'safe' } as const);
        return {
          ...severity,
          code: 'DIRECTIVE_LOCATION_REMOVED',
          coordinate,
          detail: place,
          message: `${coordinate} may not stand on ${place} any more.`,
        };
      }),
    ...head.locations
      .filter((place) => !base.locations.includes(place))
      .map(
        (place): Found => ({
          code: 'DIRECTIVE_LOCATION_ADDED',
          coordinate,
          detail: place,
          message: `${coordinate} may stand on ${place}.`,
        }),
      ),
  ];
}

function repeatableChanges(coordinate: string, base: GraphQLDirective, head: GraphQLDirective): readonly Found[] {
  if (base.isRepeatable === head.isRepeatable) return [];
  if (head.isRepeatable)
    return [{ code: 'DIRECTIVE_REPEATABLE_ADDED', coordinate, message: `${coordinate} may be applied several times in a place.` }];
  return [
    {
      ...severityFor(base),
      code: 'DIRECTIVE_REPEATABLE_REMOVED',
      coordinate,
      message: `${coordinate} may be applied only once in a place.`,
    },
  ];
}
