// The identity of every row in every copy of the source data.

const customerCount = 91;
const employeeCount = 9;
const productCount = 77;
const supplierCount = 29;
const orderCount = 830;
const letters = 26;
const firstCopiedCode = letters ** 4; // "BAAAA": a hundred copies stay below "BB", and no code of the source begins with BA

export const productId = (copy: number, id: number): number => id + productCount * copy;
export const supplierId = (copy: number, id: number): number => id + supplierCount * copy;
export const orderId = (copy: number, id: number): number => id + orderCount * copy;

export const adminUserId = String(employeeCount + 1);
export const userIdOfEmployee = (employeeId: number): string => String(employeeId);
/** `index` is the customer's place in the source's list, from 0. */
export const userIdOfCustomer = (copy: number, index: number): string => String(employeeCount + 2 + customerCount * copy + index);

/** The customer's code: the source's in copy 0, a generated one of five letters in the others, each once. */
export function customerId(copy: number, index: number, source: readonly { readonly id: string }[]): string {
  if (copy === 0) return source[index]?.id ?? '';
  let rest = firstCopiedCode + customerCount * (copy - 1) + index;
  let code = '';
  for (let place = 0; place < 5; place += 1) {
    code = String.fromCharCode(65 + (rest % letters)) + code;
    rest = Math.floor(rest / letters);
  }
  return code;
}

/** "Chai" in copy 0, "Chai 2" in copy 1. */
export const nameOfCopy = (copy: number, name: string): string => (copy === 0 ? name : `${name} ${copy + 1}`);

/** Goes through all copies of some rows; rows are made as they are read, so that a hundred copies need no memory. */
export function* copiesOf<Row, Made>(
  rows: readonly Row[],
  scale: number,
  make: (row: Row, copy: number, index: number) => Made,
): Generator<Made> {
  for (let copy = 0; copy < scale; copy += 1) {
    for (const [index, row] of rows.entries()) yield make(row, copy, index);
  }
}
