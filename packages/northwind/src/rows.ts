// The rows of the source data, typed. Money and fractions are exact text, days are `YYYY-MM-DD`.

export interface Customer {
  readonly id: string;
  readonly companyName: string;
  readonly contactName: string | null;
  readonly contactTitle: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly phone: string | null;
  readonly fax: string | null;
}

export interface Employee {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string | null;
  readonly bornOn: string | null;
  readonly hiredOn: string | null;
  readonly homePhone: string | null;
  readonly reportsTo: number | null;
  readonly territoryIds: readonly string[];
}

export interface Territory {
  readonly id: string;
  readonly name: string;
  readonly region: string;
}

export interface Category {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
}

export interface Supplier {
  readonly id: number;
  readonly companyName: string;
  readonly contactName: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly phone: string | null;
}

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly supplierId: number;
  readonly categoryId: number;
  readonly quantityPerUnit: string | null;
  readonly unitPrice: string;
  readonly unitsInStock: number;
  readonly unitsOnOrder: number;
  readonly reorderLevel: number;
  readonly discontinued: boolean;
}

export interface Shipper {
  readonly id: number;
  readonly companyName: string;
  readonly phone: string | null;
}

export interface Order {
  readonly id: number;
  readonly customerId: string;
  /** Place of the customer in the source's list, from 0. */
  readonly customerIndex: number;
  readonly employeeId: number | null;
  readonly placedOn: string;
  readonly requiredOn: string | null;
  readonly shippedOn: string | null;
  readonly shipperId: number | null;
  readonly freight: string;
  readonly shipName: string | null;
  readonly shipAddress: string | null;
  readonly shipCity: string | null;
  readonly shipRegion: string | null;
  readonly shipPostalCode: string | null;
  readonly shipCountry: string | null;
  readonly lines: readonly OrderLine[];
}

export interface OrderLine {
  readonly productId: number;
  readonly quantity: number;
  readonly unitPrice: string;
  /** A fraction: "0.15" is fifteen per cent off. */
  readonly discount: string;
}
