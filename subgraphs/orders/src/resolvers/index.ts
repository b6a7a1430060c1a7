// Type -> file: where a field is resolved.
import { scalars } from '@tributary/subgraph-kit';
import type { Resolvers } from '../generated/schema.ts';
import { Customer } from './Customer.ts';
import { Employee } from './Employee.ts';
import { Mutation } from './Mutation.ts';
import { Order } from './Order.ts';
import { OrderEvent } from './OrderEvent.ts';
import { OrderLine } from './OrderLine.ts';
import { OrderQuote } from './OrderQuote.ts';
import { OrderQuoteLine } from './OrderQuoteLine.ts';
import { Product } from './Product.ts';
import { Query } from './Query.ts';
import { SalesReportRow } from './SalesReportRow.ts';
import { Shipper } from './Shipper.ts';
import { Subscription } from './Subscription.ts';
import { User } from './User.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Order,
  OrderLine,
  OrderEvent,
  OrderQuote,
  OrderQuoteLine,
  SalesReportRow,
  Shipper,
  Customer,
  Employee,
  Product,
  User,
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  Decimal: scalars.Decimal,
};
