// First-run content of accounts: in development an administrator. In production `npx pnpm tributary admin create` makes the first one.
import { adminUserId, continueNumbering, copyRows, hashPassword, inTransaction, type Seed } from '@tributary/northwind';

export const seed: Seed = async ({ pool, devPassword, onProgress }) => {
  if (devPassword === null) return;
  const passwordHash = await hashPassword(devPassword);
  await inTransaction(pool, async (client) => {
    const columns = ['id', 'email', 'name', 'passwordHash', 'role', 'status'];
    await copyRows(client, 'User', columns, [[adminUserId, 'admin@example.test', 'Ada Admin', passwordHash, 'ADMIN', 'ACTIVE']]);
    await continueNumbering(client, ['User']);
  });
  onProgress(1);
};
