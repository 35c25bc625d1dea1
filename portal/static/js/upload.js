// Files chosen or dropped are sent at once, with a bar that shows how far; without script the button sends them.
const root = document.querySelector("[data-upload]");
const OF_PAGE = new Set(["csrfmiddlewaretoken", "key"]); // what each answer brings anew
let queue = null; // the files being sent, as long as there are some
let pressed = null; // the button pressed meanwhile: it waits

function prepare() {
  const input = root.querySelector("[data-upload-input]");
  if (!input) return;
  const zone = input.closest(".upload__zone");
  const hint = root.querySelector("[data-upload-drop-hint]");
  hint.hidden = false;
  zone.append(hint);
  input.addEventListener("change", () => take(input));
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
    take(input);
  });
}

// What is chosen while other files are sent follows them.
async function take(input) {
  if (queue) return queue.push(...input.files);
  queue = [...input.files];
  pressed = null;
  const isWhole = await send(queue, input.name);
  queue = null;
  if (isWhole && pressed) press(pressed);
}

// The same button, in the list that came back.
function press({ name, value }) {
  const buttons = [...root.querySelectorAll("button[type=submit]")];
  const button = buttons.find((one) => one.name === name && one.value === value);
  if (button) button.form.requestSubmit(button);
}

// One request a file: no body is larger than the largest file, and what arrived before a cut stays.
async function send(files, name) {
  refreshToken();
  const alerts = [];
  const total = () => files.reduce((sum, file) => sum + weightOf(file), 0); // others may have followed
  let sent = 0;
  root.querySelector("[data-upload-progress]").hidden = false;
  say("Envoi des fichiers en cours.");
  for (const [rank, file] of files.entries()) {
    const form = root.querySelector("form");
    const data = new FormData(form);
    data.set(name, file);
    const { answer, ended } = await post(form.action, data, (share) => show((sent + share * weightOf(file)) / total()));
    if (!answer) return failed(files.slice(rank), ended);
    sent += weightOf(file);
    const alert = display(answer, rank + 1 < files.length ? sent / total() : null, data);
    if (alert) alerts.push(alert);
  }
  const refusal = gather(alerts);
  // The list took the focus away with it, unless somebody writes, or went on to another part of the page.
  if (document.activeElement === document.body) (refusal ?? root.querySelector("[data-upload-input]"))?.focus();
  say(refusal ? "" : "Fichiers ajoutés.");
  return !refusal;
}

// What a file counts for in the bar; an empty one is sent too.
function weightOf({ size }) {
  return size || 1;
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
    // Of the whole body, which is larger than the file: the texts of the form are in it.
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
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

// The list with one more file, and how far the others are; the alert that tells why it is not there waits for the end.
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
  prepare();
  if (bar && share !== null) {
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
    if (typeof value !== "string" || OF_PAGE.has(name) || !fields[name]) continue;
    const isNewer = value !== sent.get(name);
    const isSame = fields[name].value === value.trim(); // but for the space before the next word
    if (isNewer || isSame) fields[name].value = value;
    if (isNewer && fields[`initial-${name}`]) fields[`initial-${name}`].value = sent.get(name);
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
  root.addEventListener("submit", (event) => {
    refreshToken();
    if (!queue) return;
    event.preventDefault(); // the files would be sent twice
    pressed = event.submitter;
    say("Les fichiers sont envoyés d’abord.");
  });
}
