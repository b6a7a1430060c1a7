// Fields that a caller may not have: left out of what subgraphs are asked, and told; or the whole operation is refused.
import { describe, expect, it } from 'vitest';
import { requestId, useGateway } from '../support.ts';

const gateway = useGateway();
const rejecting = useGateway({ UNAUTHORIZED_FIELDS: 'reject' });

const unauthenticated = { message: 'Sign in to do this.', extensions: { code: 'UNAUTHENTICATED', requestId } };
const forbidden = { message: 'You lack a permission that this needs.', extensions: { code: 'FORBIDDEN', requestId } };
const both = '{ mine: me { name } products { name } }';
const products = [{ name: 'Chai' }, { name: 'Chang' }];

describe('an operation with fields that its caller may not have', () => {
  it('is answered without them, and their subgraph is not asked', async () => {
    expect(await gateway().ask(both)).toEqual({
      status: 200,
      data: { mine: null, products },
      errors: [{ ...unauthenticated, path: ['mine'] }],
    });
    expect(gateway().subgraphs.accounts.calls).toEqual([]);
    expect(gateway().subgraphs.catalog.calls).toHaveLength(1);
  });

  it('tells who is signed in that a permission is missing, and asks the subgraph for the rest', async () => {
    expect(await gateway().ask('{ me { name email } }', { token: await gateway().identity.token() })).toEqual({
      status: 200,
      data: { me: { name: 'Maria Anders', email: null } },
      errors: [{ ...forbidden, path: ['me', 'email'] }],
    });
    expect(gateway().subgraphs.accounts.calls.map(({ operation }) => operation.query)).toEqual(['{me{name}}']);
  });

  it('is answered as a whole to who may have all of it', async () => {
    const claims = { role: 'ADMIN', scope: 'users:read' };
    expect(await gateway().ask('{ me { name email } }', { token: await gateway().identity.token({ claims }) })).toEqual({
      status: 200,
      data: { me: { name: 'Maria Anders', email: 'maria@customers.test' } },
    });
  });

  it('has errors of subgraphs beside its own', async () => {
    gateway().subgraphs.catalog.reply((response) => response.destroy());
    expect(await gateway().ask(both)).toMatchObject({
      status: 200,
      data: { mine: null, products: null },
      errors: [
        { ...unauthenticated, path: ['mine'] },
        { path: ['products'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } },
      ],
    });
  });

  it('is told nothing of its data where the gateway rejects it, but every path', async () => {
    expect(await rejecting().ask('{ products { name } ...Mine } fragment Mine on Query { me { name } again: me { id } }')).toEqual({
      status: 401,
      errors: [
        { ...unauthenticated, path: ['me'] },
        { ...unauthenticated, path: ['again'] },
      ],
    });
    expect(await rejecting().ask('{ me { name email } }', { token: await rejecting().identity.token() })).toEqual({
      status: 403,
      errors: [{ ...forbidden, path: ['me', 'email'] }],
    });
    expect(Object.values(rejecting().subgraphs).flatMap(({ calls }) => calls)).toEqual([]);
  });
});
