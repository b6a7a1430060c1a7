// The settings of a gateway that stands alone, as its file gives them; and what is wrong with them, in words.
import { logLevels } from '@tributary/logging';
import { z } from 'zod';
import { clientLimitGroup, proxyNetwork } from './http/client-limits.ts';
import { documentLimitGroup } from './limits/document/limit-settings.ts';
import { givenResilience } from './subgraph-client/resilience/settings.ts';

const milliseconds = z.int().min(100).max(600_000);
const address = z.url({ protocol: /^https?$/, error: 'is not an http:// address' });
const path = z.string().min(1, 'is empty');

/**
 * Headers that tell of a connection or of a body, not of a request; and those that the gateway sets itself.
 * A body is sent anew, from another connection.
 */
const notForwardable = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'tributary-context',
  'tributary-signature',
  'upgrade',
  'x-deadline-ms',
  'x-request-id',
]);

const forwarded = z
  .string()
  .regex(/^[a-z0-9][\w.-]*$/i, 'is not the name of a header')
  .refine((name) => !notForwardable.has(name.toLowerCase()), 'cannot be forwarded')
  .transform((name) => name.toLowerCase());

const identity = z
  .strictObject({
    jwksUrl: address,
    issuer: z.string().min(1, 'is empty'),
    accountsUrl: address.optional(),
    redisUrl: z.string().optional(),
  })
  .refine(({ accountsUrl, redisUrl }) => redisUrl === undefined || accountsUrl !== undefined, {
    path: ['redisUrl'],
    error: 'is of use only with accountsUrl',
  });

export const settings = z.strictObject({
  supergraph: path.optional(),
  host: z.string().min(1, 'is empty').default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(4_000),
  production: z.boolean().default(false),
  logLevel: z.enum(logLevels).default('info'),
  drainDelayMs: z.int().min(0).max(60_000).optional(),
  cors: z.strictObject({ origins: z.array(z.string()).default([]) }).prefault({}),
  maxBodyBytes: z.int().min(1_024).default(1_048_576),
  compression: z.boolean().default(true),
  sharing: z.boolean().default(false),
  headers: z.strictObject({ forward: z.array(forwarded).default([]) }).prefault({}),
  trustedProxies: z.array(proxyNetwork).default([]),
  limits: z.strictObject({ clients: clientLimitGroup, documents: documentLimitGroup }).prefault({}),
  requestTimeoutMs: milliseconds.default(30_000),
  subgraphs: givenResilience
    .extend({
      deduplicate: z.boolean().default(true),
      urls: z.record(z.string(), address).default({}),
      overrides: z.record(z.string(), givenResilience).default({}),
    })
    .prefault({}),
  identity: identity.optional(),
  signing: z.strictObject({ keysFile: path }).optional(),
});

export type StandaloneSettings = z.output<typeof settings>;

const nameOf: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a group of settings',
  record: 'a group of settings',
  string: 'text',
};

/** What is wrong, one sentence each, beginning with the path of the setting. */
export function problemsOf({ issues }: z.ZodError): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${[...issue.path, key].join('.')}: there is no such setting`);
    return `${issue.path.join('.') || 'the file'}: ${sentenceOf(issue)}`;
  });
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'is needed' : `is not ${nameOf[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `is none of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small' && issue.origin !== 'string') return `is at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `is at most ${issue.maximum}`;
  return issue.message;
}
