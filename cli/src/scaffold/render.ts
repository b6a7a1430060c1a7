// Templates: text with {{value}}, and lines between {{#entities}} and {{/entities}} once for each entity.

export type Values = Readonly<Record<string, string>>;

const section = /^\{\{#entities\}\}\n([\s\S]*?)^\{\{\/entities\}\}\n/gm;

/** @throws {Error} for a value that nobody has given: a fault of the template. */
export function render(template: string, values: Values, entities: readonly Values[]): string {
  const repeated = template.replaceAll(section, (_all, body: string) =>
    entities.map((entity) => fill(body, { ...values, ...entity })).join(''),
  );
  return fill(repeated, values);
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{\{([^{}\s]+)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template asks for {{${name}}}, which there is not.`);
    return value;
  });
}
