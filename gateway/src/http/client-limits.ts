// The table of limits on clients and their connections, and what is made of it: variables of the environment, and a group in a settings file.
import { z } from 'zod';
import { type Network, parseNetwork } from './client-address.ts';

interface Limit {
  /** The environment variable that sets it. */
  readonly setting: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** What is limited, in a sentence, for the table of settings. */
  readonly description: string;
}

const limits = {
  connections: {
    setting: 'MAX_CONNECTIONS',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    description: 'Most connections at a time; one more is closed at once.',
  },
  connectionsPerAddress: {
    setting: 'MAX_CONNECTIONS_PER_ADDRESS',
    default: 1_000,
    min: 1,
    max: 1_000_000,
    description: 'Most connections of one address (of IPv6: of one /64 network); those of TRUSTED_PROXIES are not counted.',
  },
  headersTimeoutMs: {
    setting: 'HEADERS_TIMEOUT_MS',
    default: 10_000,
    min: 100,
    max: 600_000,
    description: 'How long a client may take to send the headers of a request, in milliseconds.',
  },
  receiveTimeoutMs: {
    setting: 'RECEIVE_TIMEOUT_MS',
    default: 15_000,
    min: 100,
    max: 600_000,
    description: 'How long a client may take to send a request, headers and body, in milliseconds.',
  },
  readTimeoutMs: {
    setting: 'READ_TIMEOUT_MS',
    default: 30_000,
    min: 100,
    max: 600_000,
    description: 'How long a client may take to read an answer, in milliseconds.',
  },
  unreadBytes: {
    setting: 'MAX_UNREAD_BYTES',
    default: 67_108_864,
    min: 65_536,
    max: 4_294_967_296,
    description: 'Most bytes of answers that clients have not read yet, all together; the oldest is cut first.',
  },
  keepAliveTimeoutMs: {
    setting: 'KEEP_ALIVE_TIMEOUT_MS',
    default: 65_000,
    min: 100,
    max: 600_000,
    description: 'How long a connection is kept without a request, in milliseconds; longer than a load balancer in front keeps it.',
  },
  operations: {
    setting: 'MAX_OPERATIONS',
    default: 500,
    min: 64,
    max: 100_000,
    description: 'Most operations at a time; there are fewer while the event loop is late.',
  },
  loopDelayMs: {
    setting: 'MAX_LOOP_DELAY_MS',
    default: 15,
    min: 5,
    max: 10_000,
    description: 'How late the event loop may typically be before fewer operations are taken, in milliseconds.',
  },
} as const satisfies Record<string, Limit>;

type LimitName = keyof typeof limits;
type SettingName = (typeof limits)[LimitName]['setting'];
export type ClientLimits = Readonly<Record<LimitName, number>>;

const names = Object.keys(limits) as LimitName[]; // the keys of the table are its names

const limitsBy = <Value>(ofName: (name: LimitName) => Value): Record<LimitName, Value> =>
  Object.fromEntries(names.map((name) => [name, ofName(name)])) as Record<LimitName, Value>; // one entry for each name

export const defaultClientLimits: ClientLimits = limitsBy((name) => limits[name].default);

const settingOf = (name: LimitName) => {
  const { min, max, default: fallback, description } = limits[name];
  const schema = z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(min, `is at least ${min}`)
    .max(max, `is at most ${max}`);
  return { schema, default: String(fallback), description };
};

/** For `defineSettings`: a whole number in bounds each, with its default. */
export const clientLimitSettings = Object.fromEntries(names.map((name) => [limits[name].setting, settingOf(name)])) as Record<
  SettingName,
  ReturnType<typeof settingOf>
>; // one entry for each limit

/** The limits that those settings hold. */
export const clientLimitsOf = (values: Readonly<Record<SettingName, number>>): ClientLimits =>
  limitsBy((name) => values[limits[name].setting]);

/** The same in a settings file: `{ operations: 500 }`, defaults for the rest. */
export const clientLimitGroup = z
  .strictObject(
    limitsBy((name) => {
      const { min, max, default: fallback } = limits[name];
      return z.int().min(min).max(max).default(fallback);
    }),
  )
  .prefault({});

/** A network of proxies in a settings file. */
export const proxyNetwork = z.string().transform((text, context): Network => {
  const network = parseNetwork(text);
  if (network !== null) return network;
  context.addIssue(`${JSON.stringify(text)} is no address and no network of some`);
  return z.NEVER;
});

/** Several, separated by commas. */
export const proxyNetworks = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  )
  .pipe(z.array(proxyNetwork));
