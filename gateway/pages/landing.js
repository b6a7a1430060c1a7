// Embeds Apollo Sandbox when it can be reached; says so when it cannot.
const curl = document.getElementById('curl');
curl.textContent = curl.textContent.replace('localhost:4000', location.host);

const note = document.getElementById('sandbox-note');
const frame = document.getElementById('sandbox');
const script = document.createElement('script');
script.src = 'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js';
script.onload = () => {
  frame.hidden = false;
  new window.EmbeddedSandbox({ target: '#sandbox', initialEndpoint: `${location.origin}/graphql` });
};
script.onerror = () => {
  note.textContent = 'Apollo Sandbox cannot be reached from here. The IDE works without a network.';
};
document.head.append(script);
