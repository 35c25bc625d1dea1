// Files chosen or dropped are sent at once, with a bar that shows how far; without script the button sends them.
const root = document.querySelector("[data-upload]");

function prepare() {
  const input = root.querySelector("[data-upload-input]");
  if (!input) return;
  const zone = input.closest(".upload__zone");
  const hint = root.querySelector("[data-upload-drop-hint]");
  hint.hidden = false;
  zone.append(hint);
  input.addEventListener("change", () => send(input));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("upload__zone--over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("upload__zone--over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("upload__zone--over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send(input);
  });
}

// One request a file: no body is larger than the largest file, and what arrived before a cut stays.
async function send(input) {
  const files = [...input.files];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  refreshToken();
  const alerts = [];
  let sent = 0;
  root.querySelector("[data-upload-progress]").hidden = false;
  say("Envoi des fichiers en cours.");
  for (const [rank, file] of files.entries()) {
    const form = root.querySelector("form");
    const data = new FormData(form);
    data.set(input.name, file);
    const { answer, ended } = await post(form.action, data, (loaded) =>
      show(total ? (sent + loaded) / total : 0),
    );
    if (!answer) return failed(files.slice(rank), ended);
    sent += file.size;
    const alert = display(answer, sent / total, data);
    if (alert) alerts.push(alert);
  }
  prepare();
  const refusal = gather(alerts);
  if (!written()) (refusal ?? root.querySelector("[data-upload-input]"))?.focus();
  say(refusal ? "" : "Fichiers ajoutés.");
}

// Logging in, in another tab, changed it.
function refreshToken() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const field = root.querySelector("[name=csrfmiddlewaretoken]");
  if (found && field) field.value = found[1];
}

// What the page answers, or nothing when it does not: a session that has ended, a cut, an error.
function post(action, data, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded }) => progress(loaded));
    request.addEventListener("load", () => {
      const answer = request.getResponseHeader("X-Files") && request.responseText;
      resolve({ answer, ended: request.status === 401 });
    });
    request.addEventListener("error", () => resolve({}));
    request.open("POST", action);
    request.setRequestHeader("HX-Request", "true");
    request.send(data);
  });
}

// The list with one more file; the alert that tells why it is not there waits for the end.
function display(answer, share, sent) {
  const typed = [...new FormData(root.querySelector("form"))];
  const { name, selectionStart, selectionEnd } = written() ?? {};
  root.innerHTML = answer;
  keep(typed, sent);
  if (name) {
    const field = root.querySelector("form").elements[name];
    field?.focus();
    if (field?.type === "text") field.setSelectionRange(selectionStart, selectionEnd);
  }
  const bar = root.querySelector("[data-upload-progress]");
  if (bar && share < 1) {
    bar.hidden = false;
    show(share);
  }
  const alert = root.querySelector("[data-upload-refusals]")?.closest("[data-focus]");
  alert?.remove();
  return alert;
}

// What was typed while a file was on its way, in the list that comes back: it started from what was sent.
function keep(typed, sent) {
  const fields = root.querySelector("form").elements;
  for (const [name, value] of typed) {
    if (typeof value !== "string" || value === sent.get(name) || !fields[name]) continue;
    fields[name].value = value;
    if (fields[`initial-${name}`]) fields[`initial-${name}`].value = sent.get(name);
  }
}

// The field in which somebody writes: it keeps the focus.
function written() {
  const field = document.activeElement;
  return root.contains(field) && field.matches("input:not([type=file]), select, textarea") ? field : null;
}

// The refusals of all files in one alert.
function gather(alerts) {
  const shown = alerts.at(-1);
  if (!shown) return root.querySelector("[data-focus]"); // what else there is to say
  const reasons = alerts.flatMap((alert) => [...alert.querySelectorAll("[data-upload-refusals] > li")]);
  if (reasons.length > 1) {
    shown.querySelector("[data-several]").textContent = shown.querySelector("[data-several]").dataset.several;
    shown.querySelector("[data-upload-refusals]").replaceChildren(...reasons);
  }
  root.querySelector("form").prepend(shown);
  return shown;
}

function show(share) {
  const percent = Math.round(100 * share);
  root.querySelector("[data-upload-progress] progress").value = percent;
  root.querySelector("[data-upload-percent]").textContent = `${percent}\u00a0%`;
}

function failed(left, ended) {
  const chosen = new DataTransfer();
  for (const file of left) chosen.items.add(file);
  const input = root.querySelector("[data-upload-input]");
  input.files = chosen.files;
  if (!input.closest(".upload__zone").querySelector("[data-upload-drop-hint]")) prepare();
  root.querySelector("[data-upload-progress]").hidden = false;
  show(0);
  root.querySelector("[data-upload-percent]").textContent = ended
    ? "Votre session est terminée\u00a0: reconnectez-vous dans un autre onglet, puis utilisez le bouton. Vos fichiers sont encore choisis."
    : "L’envoi n’a pas abouti. Vos fichiers sont encore choisis\u00a0: vérifiez votre connexion, puis utilisez le bouton.";
  say(root.querySelector("[data-upload-percent]").textContent);
}

function say(text) {
  root.querySelector("[data-upload-said]").textContent = text;
}

if (root) {
  prepare();
  root.addEventListener("submit", refreshToken, true);
}
