// The formats of a manifest.
import type { RegisteredDocument } from './extract-documents.ts';

const apollo = (documents: readonly RegisteredDocument[]): string =>
  lines({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: documents.map(({ id, name, type, text }) => ({ id, name, type, body: text })),
  });

const relay = (documents: readonly RegisteredDocument[]): string => lines(Object.fromEntries(documents.map(({ id, text }) => [id, text])));

const lines = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

export const formats = { apollo, relay };

export type ManifestFormat = keyof typeof formats;

export const isFormat = (name: string): name is ManifestFormat => Object.hasOwn(formats, name);
