// Annotations that are gone while column and field stay: from then on nothing would watch over the field.
import type { Database } from './database.ts';
import type { Found } from './found.ts';
import type { PublishedField } from './published-fields.ts';

export function mappingsRemoved(base: Database, head: Database, published: (path: string) => PublishedField): readonly Found[] {
  const now = new Map(head.prisma.fields.map((field) => [`${field.table}.${field.column}`, field]));
  const mapped = new Set(head.prisma.fields.flatMap((field) => field.published.map(({ path }) => path)));
  return base.prisma.fields.flatMap(({ table, column, published: before }) => {
    const field = now.get(`${table}.${column}`);
    if (field === undefined) return [];
    const lost = before.filter(({ path }) => !mapped.has(path) && published(path).kind === 'found');
    return lost.map(({ path }): Found => {
      const name = `${field.model}.${field.name}`;
      const message = `${name} does not say any more that it is behind ${path}, and nothing else says so.`;
      return { code: 'MAPPING_REMOVED', message, coordinate: path, file: head.prisma.file, line: field.line, about: name };
    });
  });
}
