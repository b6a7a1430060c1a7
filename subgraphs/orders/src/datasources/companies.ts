// Asks accounts about the company that an order is for.
import type { Sibling } from '@tributary/subgraph-kit';

export interface Company {
  readonly id: string;
  readonly companyName: string;
  readonly address: Readonly<Record<'line1' | 'city' | 'region' | 'postalCode' | 'country', string | null>>;
}

export interface Companies {
  /** The company, or null when there is none. @throws {AppError} DOWNSTREAM_SERVICE_ERROR */
  find(id: string, requestId: string): Promise<Company | null>;
}

const document = `query Company($id: ID!) {
  internalCustomer(id: $id) { id companyName address { line1 city region postalCode country } }
}`;

export function createCompanies(accounts: Sibling): Companies {
  return {
    async find(id, requestId) {
      const { internalCustomer } = await accounts.query<{ internalCustomer: Company | null }>(document, { id }, { requestId });
      return internalCustomer;
    },
  };
}
