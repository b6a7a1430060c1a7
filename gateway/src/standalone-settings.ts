// The settings of a gateway that stands alone, as its file gives them; and what is wrong with them, in words.
import { logLevels } from '@tributary/logging';
import { z } from 'zod';
import { clientLimitGroup, proxyNetwork } from './http/client-limits.ts';
import { costLimitGroup } from './limits/cost/cost-settings.ts';
import { documentLimitGroup } from './limits/document/limit-settings.ts';
import { planningGroup } from './limits/planning/planning-settings.ts';
import { rateGroup } from './limits/rate/rate-settings.ts';
import { givenResilience } from './subgraph-client/resilience/settings.ts';
import { usageGroup } from './usage/usage-settings.ts';

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

const registeredDocuments = z.strictObject({
  file: path,
  only: z.array(z.string()).default([]),
  freeText: z.array(z.string()).default([]),
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
  registeredDocuments: registeredDocuments.optional(),
  trustedProxies: z.array(proxyNetwork).default([]),
  limits: z
    .strictObject({
      clients: clientLimitGroup,
      documents: documentLimitGroup,
      planning: planningGroup,
      cost: costLimitGroup,
      rate: rateGroup.optional(),
    })
    .prefault({}),
  requestTimeoutMs: milliseconds.default(30_000),
  subgraphs: givenResilience
    .extend({
      deduplicate: z.boolean().default(true),
      urls: z.record(z.string(), address).default({}),
      overrides: z.record(z.string(), givenResilience).default({}),
    })
    .prefault({}),
  identity: identity.optional(),
  usage: usageGroup.optional(),
  unauthorizedFields: z.enum(['filter', 'reject']).default('filter'),
  signing: z.strictObject({ keysFile: path }).optional(),
});

export type StandaloneSettings = z.output<typeof settings>;
