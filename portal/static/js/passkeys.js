// Starts allauth's passkey forms: which one, and the ids of its elements, stand in data attributes of the form.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const { passkey, ...ids } = form.dataset;
  window.allauth.webauthn.forms[passkey]({ ids });
}
