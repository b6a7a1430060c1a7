// Which row each field leads to, and what each command does for whom: the world of the matrix, told once, plainly.
import type { Caller } from './callers.ts';
import { isVisible, type Row } from './rows.ts';
import type { World } from './world.ts';

/**
 * What stands at a step of a way: a row that rules ask about, something that they do not ask about, nothing, a list without items, a
 * command that was refused (with a userError), or what is not foretold.
 */
export type Found = Row | 'something' | 'nothing' | 'empty' | 'refused' | 'unforetold';

export interface Standing {
  readonly from: Found;
  readonly caller: Caller;
  readonly world: World;
}
type Lead = (standing: Standing) => Found;

const toCustomer: Lead = ({ world }) => world.customer;
const toUser: Lead = ({ world }) => world.user;
const toOrder: Lead = ({ world }) => world.order;
const toPending: Lead = ({ world }) => world.pending;
const toPublished: Lead = ({ world }) => world.published;
const toSalesRep: Lead = ({ world }) => ({ type: 'Employee', id: world.salesRep });
const refused: Lead = () => 'refused';
const something: Lead = () => 'something';
const unforetold: Lead = () => 'unforetold';

const isHeldBy = (caller: Caller, scope: string) => caller.scopes.includes(scope);
const isStaff = ({ role }: Caller) => role !== null && role !== 'CUSTOMER';
const buysFor = ({ caller, world }: Standing) => isStaff(caller) || caller.customerId === world.customer.id;

const toSelf: Lead = ({ caller: { userId, customerId, employeeId } }) =>
  userId === null ? 'nothing' : { type: 'User', id: userId, customerId, employeeId };
/** A move of an order that the caller sees; one that they do not see answers NOT_FOUND. */
const move: Lead = ({ caller, world }) => (isVisible(world.order, caller) ? world.order : 'refused');
/** Somebody, or something, that the command has made or that is not of this world. */
const another =
  (type: 'Customer' | 'Employee'): Lead =>
  () => ({ type, id: 'another' });
const anotherBuyer: Lead = () => ({ type: 'User', id: 'another', customerId: 'another', employeeId: null });
const invited: Lead = () => ({ type: 'User', id: 'another', customerId: null, employeeId: null });

/** By coordinate, or coordinate and variant; a field that is not here leads to a part of what it stands on. */
const leads: Readonly<Record<string, Lead>> = {
  'Query._entities:User': toUser,
  'Query._entities:Customer': toCustomer,
  'Query._entities:Order': toOrder,
  'Query._entities:Review': toPending,
  'Query._entities:Review:published': toPublished,
  'Query._entities:Employee': toSalesRep,
  'Query.me': toSelf,
  'Query.user': toUser,
  'Query.users': toUser,
  'Query.customer': toCustomer,
  'Query.customers': toCustomer,
  'Query.employee': toSalesRep,
  'Query.employee:superior': () => ({ type: 'Employee', id: '5' }),
  'Query.order': toOrder,
  'Query.orders': toOrder,
  'Query.review': toPending,
  'Query.review:published': toPublished,
  'Query.reviewsToModerate': toPending,
  'Query.orderQuote': (standing) => (buysFor(standing) ? 'something' : 'refused'),
  'Query.salesReport': another('Customer'),
  'Query.salesReport:employee': another('Employee'),
  'Query.salesReport:product': something,
  'SalesReportRow.customer': ({ from }) => (isRow(from, 'Customer') ? from : 'nothing'),
  'SalesReportRow.employee': ({ from }) => (isRow(from, 'Employee') ? from : 'nothing'),
  'SalesReportRow.product': ({ from }) => (from === 'something' ? from : 'nothing'),
  'Customer.orders': toOrder,
  'Employee.orders': ({ from, world }) => (idOf(from) === world.salesRep ? world.order : 'empty'),
  'Employee.reports': ({ from }) => (idOf(from) === '5' ? { type: 'Employee', id: '6' } : 'nothing'),
  'Employee.reportsTo': ({ from }) => (idOf(from) === '2' ? 'nothing' : { type: 'Employee', id: '2' }),
  'Order.customer': toCustomer,
  'Order.salesRep': ({ from, caller }) => {
    // A customer's own order goes to whoever had the company's last, which others may have placed meanwhile.
    if (idOf(from) === 'another' && !isStaff(caller)) return 'unforetold';
    const employeeId = isRow(from, 'Order') ? from.salesRepId : null;
    return employeeId === null ? 'nothing' : { type: 'Employee', id: employeeId };
  },
  'OrderEvent.by': toUser,
  'Review.author': toUser,
  'Product.reviews': toPublished,
  'User.reviews': ({ from, world }) => {
    if (idOf(from) === world.pending.authorId) return world.pending;
    return isRow(from, 'User') && from.customerId !== null ? 'something' : 'empty';
  },
  'User.customer': ({ from }) => {
    const customerId = isRow(from, 'User') ? from.customerId : null;
    return customerId === null ? 'nothing' : { type: 'Customer', id: customerId };
  },
  'User.employee': ({ from }) => {
    const employeeId = isRow(from, 'User') ? from.employeeId : null;
    return employeeId === null ? 'nothing' : { type: 'Employee', id: employeeId };
  },
  // The trail, and the clients that there are, grow with every run.
  'Query.auditTrail': unforetold,
  'Query.oauthClients': unforetold,
  'Query.oauthClient': () => 'nothing',
  'OAuthClient.owner': toSelf,
  'OAuthClient.customer': () => 'nothing',
  'User.sessions': something,
  'User.apiKeys': something,
  'User.consents': unforetold,

  'Mutation.signIn': anotherBuyer,
  'Mutation.refreshSession': refused,
  'Mutation.signOut': unforetold,
  'Mutation.revokeSessions': unforetold,
  'Mutation.revokeAccessToken': unforetold,
  'Mutation.createOAuthClient': ({ caller }) => (caller.userId === null ? 'refused' : 'something'),
  'Mutation.updateOAuthClient': refused,
  'Mutation.rotateOAuthClientSecret': refused,
  'Mutation.deleteOAuthClient': refused,
  'Mutation.revokeConsent': refused,
  'Mutation.exportPersonalData': refused,
  'Mutation.erasePerson': refused,
  'Mutation.changePassword': refused,
  'Mutation.resetPassword': refused,
  'Mutation.acceptInvite': refused,
  'Mutation.inviteUser': invited,
  'Mutation.changeUserRole': anotherBuyer,
  'Mutation.setUserStatus': anotherBuyer,
  'Mutation.createCustomer': another('Customer'),
  'Mutation.updateCustomer': ({ caller, world }) =>
    isHeldBy(caller, 'customers:write') || caller.customerId === world.customer.id ? world.customer : 'refused',
  'Mutation.createApiKey': something,
  'Mutation.revokeApiKey': ({ caller, world }) =>
    caller.userId === world.user.id || isHeldBy(caller, 'users:write') ? 'something' : 'refused',
  'Mutation.placeOrder': (standing) => {
    if (!buysFor(standing)) return 'refused';
    const { caller, world } = standing;
    return { ...world.order, id: 'another', salesRepId: isStaff(caller) ? caller.employeeId : world.salesRep };
  },
  'Mutation.confirmOrder': move,
  'Mutation.cancelOrder': move,
  'Mutation.shipOrder': move,
  'Mutation.writeReview': ({ caller: { userId, customerId } }) =>
    userId === null || customerId === null ? 'refused' : { type: 'Review', id: 'another', authorId: userId, published: false },
  'Mutation.moderateReview': toPublished,
  'Mutation.internalReserveStock': something,
  'Mutation.internalReleaseStock': unforetold,
  'Mutation.internalShipStock': something,
};

const idOf = (found: Found) => (typeof found === 'string' ? null : found.id);
const isRow = <Type extends Row['type']>(found: Found, type: Type): found is Row & { readonly type: Type } =>
  typeof found !== 'string' && found.type === type;

/** What stands at the end of a field. */
export function leadOf(coordinate: string, variant: string, standing: Standing): Found {
  const { from } = standing;
  const lead = leads[`${coordinate}${variant}`] ?? leads[coordinate];
  if (lead !== undefined) return lead(standing);
  if (from === 'unforetold') return 'unforetold';
  const [type = '', field = ''] = coordinate.split('.');
  if (from === 'empty') return field === 'nodes' || field === 'edges' ? 'nothing' : 'something';
  if (!type.endsWith('Payload')) return from;
  // A payload holds what the command did, or why it was refused.
  if (field === 'userErrors') return from === 'refused' ? 'something' : 'nothing';
  return from === 'refused' ? 'nothing' : from;
}
