'use strict';

// Tokens are in memory alone: whoever loads the page anew signs in anew.
const signIn = document.getElementById('sign-in');
const signOut = document.getElementById('sign-out');
const status = document.getElementById('status');
const RENEW_BEFORE_SECONDS = 30;

let ui;
let refreshToken = '';
let renewal = 0;

function say(words) {
  status.textContent = words;
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
  });
  if (response.ok) {
    return response.status === 204 ? {} : response.json();
  }
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || 'the node answered ' + response.status);
}

function use(tokens) {
  refreshToken = tokens.refresh_token;
  ui.preauthorizeApiKey('bearer', tokens.access_token);
  clearTimeout(renewal);
  renewal = setTimeout(renew, Math.max(1, tokens.expires_in - RENEW_BEFORE_SECONDS) * 1000);
}

function forget(words) {
  clearTimeout(renewal);
  refreshToken = '';
  ui.authActions.logout(['bearer']);
  signIn.hidden = false;
  signOut.hidden = true;
  say(words);
}

async function renew() {
  try {
    use(await post('/auth/refresh', {refresh_token: refreshToken}));
  } catch (error) {
    forget('Signed out: ' + error.message);
  }
}

signIn.addEventListener('submit', async event => {
  event.preventDefault();
  const username = signIn.elements.username.value;
  const password = signIn.elements.password.value;
  signIn.elements.password.value = '';
  try {
    use(await post('/auth/login', {username, password}));
    signIn.hidden = true;
    signOut.hidden = false;
    say('Signed in as ' + username + '.');
  } catch (error) {
    say('Not signed in: ' + error.message);
  }
});

signOut.addEventListener('click', async () => {
  try {
    await post('/auth/logout', {refresh_token: refreshToken});
    forget('Signed out.');
  } catch (error) {
    forget('Signed out here, and not on the node: ' + error.message);
  }
});

async function show() {
  const response = await fetch('/openapi.json');
  if (!response.ok) {
    throw new Error('the node answered ' + response.status);
  }
  const spec = await response.json();
  spec.servers = [{url: '/'}]; // what is tried is tried on the node that the page came from
  ui = SwaggerUIBundle({
    spec,
    domNode: document.getElementById('api'),
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    deepLinking: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    validatorUrl: null,
  });
}

show().catch(error => say('The document cannot be shown: ' + error.message));
