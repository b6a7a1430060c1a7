// What the resolvers of a type get as their parent.
import type { Connection, Edge, PageInfo } from '@tributary/subgraph-kit';
import type { OpenedChange, Origin } from './audit/open-entry.ts';
import type {
  ApiKey,
  ApiKeyUsage,
  AuditEvent,
  Consent,
  Customer,
  Employee,
  OAuthClient,
  Revocation,
  Session,
  Territory,
  User,
} from './generated/prisma/client.ts';

export type UserModel = User;
export type UserConnectionModel = Connection<User>;
export type UserEdgeModel = Edge<User>;
export type SessionModel = Session;
export type ApiKeyModel = ApiKey;
export type ApiKeyUsageModel = ApiKeyUsage;
export type CustomerModel = Customer;
export type CustomerConnectionModel = Connection<Customer>;
export type CustomerEdgeModel = Edge<Customer>;
export type EmployeeModel = Employee;
export type TerritoryModel = Territory;
export type PageInfoModel = PageInfo;
export type InternalCustomerModel = Customer;
export type OAuthClientModel = OAuthClient;
export type ConsentModel = Consent & { readonly client: OAuthClient };
export type InternalRevocationModel = Revocation;
export type AuditEventModel = AuditEvent;
export type AuditEventConnectionModel = Connection<AuditEvent>;
export type AuditEventEdgeModel = Edge<AuditEvent>;
export type AuditOriginModel = Origin;
export type AuditChangeModel = OpenedChange;
