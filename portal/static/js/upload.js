// Files chosen or dropped are sent at once, with a bar that shows how far; without script the button sends them.
const root = document.querySelector("[data-upload]");

function prepare() {
  const input = root.querySelector("[data-upload-input]");
  if (!input) return;
  const zone = input.closest(".upload__zone");
  const hint = root.querySelector("[data-upload-drop-hint]");
  hint.hidden = false;
  zone.append(hint);
  input.addEventListener("change", () => send(input.form));
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
    send(input.form);
  });
}

function send(form) {
  const bar = root.querySelector("[data-upload-progress]");
  const percent = root.querySelector("[data-upload-percent]");
  const request = new XMLHttpRequest();
  bar.hidden = false;
  say("Envoi des fichiers en cours.");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const done = total ? Math.round((100 * loaded) / total) : 0;
    bar.querySelector("progress").value = done;
    percent.textContent = `${done}\u00a0%`;
  });
  request.addEventListener("load", () => {
    if (!request.getResponseHeader("X-Files")) return failed(bar, percent);
    root.innerHTML = request.responseText;
    prepare();
    const refusal = root.querySelector("[data-focus]");
    if (refusal) refusal.focus();
    else root.querySelector("[data-upload-input]")?.focus();
    say(refusal ? "" : "Fichiers ajoutés.");
  });
  request.addEventListener("error", () => failed(bar, percent));
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
}

function failed(bar, percent) {
  bar.querySelector("progress").value = 0;
  percent.textContent =
    "L’envoi n’a pas abouti. Vos fichiers sont encore choisis\u00a0: vérifiez votre connexion, puis utilisez le bouton.";
  say(percent.textContent);
}

function say(text) {
  root.querySelector("[data-upload-said]").textContent = text;
}

if (root) prepare();
