// The IDE: GraphiQL with a sign-in. Tokens live in this tab's session storage and are renewed before they end.
const storageKey = 'tributary.tokens';
const renewBeforeMs = 30_000;
const developmentPassword = 'tributary';
const byId = (id) => document.getElementById(id);
const form = byId('sign-in');

let tokens = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
let renewal = null;

async function post(body, headers = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'omit', // a session of a web app on this address would be a second credential
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}

function keep(next) {
  tokens = next;
  if (next === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, JSON.stringify(next));
}

/** The access token, renewed when it is about to end; one renewal at a time, since a refresh token is good once. */
async function accessToken() {
  if (tokens === null) return null;
  if (Date.parse(tokens.expiresAt) - Date.now() > renewBeforeMs) return tokens.accessToken;
  renewal ??= post({
    query:
      'mutation Refresh($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken refreshToken expiresAt } } }',
    variables: { input: { refreshToken: tokens.refreshToken } },
  }).finally(() => {
    renewal = null;
  });
  const { data } = await renewal;
  keep(data?.refreshSession?.tokens ?? null);
  if (tokens === null) show(null);
  return tokens?.accessToken ?? null;
}

async function send(body, headers = {}) {
  const token = await accessToken();
  return post(body, token === null ? headers : { ...headers, authorization: `Bearer ${token}` });
}

function show(user) {
  byId('who').textContent = user === null ? 'Not signed in' : `Signed in as ${user.name} (${user.role})`;
  form.hidden = user !== null;
  form.style.display = user === null ? '' : 'none';
  byId('sign-out').hidden = user === null;
}

async function showMe() {
  const { data } = await send({ query: '{ me { name role } }' });
  show(data?.me ?? null);
}

byId('person').addEventListener('change', ({ target }) => {
  if (target.value === '') return;
  byId('email').value = target.value;
  byId('password').value = developmentPassword;
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const input = { email: byId('email').value, password: byId('password').value };
  const { data, errors } = await post({
    query:
      'mutation SignIn($input: SignInInput!) { signIn(input: $input) { tokens { accessToken refreshToken expiresAt } userErrors { message } } }',
    variables: { input },
  });
  const problem = data?.signIn?.userErrors?.[0] ?? errors?.[0];
  if (problem) {
    byId('who').textContent = problem.message;
    return;
  }
  keep(data.signIn.tokens);
  byId('password').value = '';
  await showMe();
});

byId('sign-out').addEventListener('click', async () => {
  await send({ query: 'mutation SignOut { signOut { userErrors { message } } }' });
  keep(null);
  show(null);
});

const defaultQuery = `# Ctrl-Enter runs the operation, Ctrl-Space completes.
query Products {
  products(first: 5) {
    nodes { id name unitPrice { amount } availability rating { average count } }
  }
}
`;

const fetcher = (operation, options = {}) => send(operation, options.headers);
window.ReactDOM.createRoot(byId('graphiql')).render(
  window.React.createElement(window.GraphiQL, { fetcher, defaultQuery, shouldPersistHeaders: false }),
);
if (tokens !== null) void showMe();
