// Type -> file: where a field is resolved.
import { scalars } from '@tributary/subgraph-kit';
import type { Resolvers } from '../generated/schema.ts';
import { ApiKey } from './ApiKey.ts';
import { AuditEvent } from './AuditEvent.ts';
import { Consent } from './Consent.ts';
import { Customer } from './Customer.ts';
import { Employee } from './Employee.ts';
import { InternalCustomer } from './InternalCustomer.ts';
import { InternalRevocation } from './InternalRevocation.ts';
import { Mutation } from './Mutation.ts';
import { OAuthClient } from './OauthClient.ts';
import { Query } from './Query.ts';
import { Session } from './Session.ts';
import { User } from './User.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  User,
  Session,
  ApiKey,
  OAuthClient,
  AuditEvent,
  Consent,
  Customer,
  Employee,
  InternalCustomer,
  InternalRevocation,
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  EmailAddress: scalars.EmailAddress,
};
