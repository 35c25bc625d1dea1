// A form that saves itself: 3 s after the last key and when a field is left. Until the server has acknowledged
// a text, a copy stays in this browser, for this person, page and tab. The sentences are those of the page.
const DELAY = 3000;
const PATIENCE = 2000; // for a tab that is closing, for a save before the form is sent
const RETRIES = [3000, 5000, 10000, 20000, 30000];
const OWN = new Set(["csrfmiddlewaretoken", "key", "find"]); // what is looked for is not part of the draft

const form = document.querySelector("form[data-autosave]");
if (form) {
  const words = document.querySelector("[data-autosave-words]");
  const status = document.querySelector("[data-autosave-status]");
  const conflict = document.querySelector("[data-autosave-conflict]");
  const offer = document.querySelector("[data-autosave-offer]");
  const values = () => [...new FormData(form)].filter(([name]) => !OWN.has(name) && name !== "seen");
  const text = () => JSON.stringify(values());
  const page = () => `draft:${form.dataset.user}:${location.pathname}:`;
  const place = () => page() + form.elements.key.value; // two tabs may have the same address
  let acknowledged = form.hasAttribute("data-unsaved") ? "" : text();
  let timer = 0;
  let failures = 0;
  let sending = null;
  let isStopped = false;
  let said = "";

  function say(kind, sentence = "") {
    if (kind === said && kind !== "saved" && kind !== "refusal") return; // once: it is still on the screen
    said = kind;
    const message = words.content.querySelector(`[data-said="${kind}"]`).cloneNode(true);
    const slot = message.querySelector("[data-sentence]");
    if (slot) slot.textContent = sentence;
    status.replaceChildren(message);
  }

  const store = {
    // The copies of this page that other tabs left, by their names, the newest first.
    left() {
      try {
        const names = Object.keys(localStorage).filter((name) => name.startsWith(page()) && name !== place());
        return names.sort((one, other) => this.read(other)?.at - this.read(one)?.at);
      } catch {
        return []; // a forbidden store
      }
    },
    read(name) {
      try {
        return JSON.parse(localStorage.getItem(name));
      } catch {
        return null;
      }
    },
    write() {
      try {
        const copy = { values: values(), seen: form.elements.seen.value, at: Date.now() };
        localStorage.setItem(place(), JSON.stringify(copy));
      } catch {
        // a full or forbidden store: the server alone keeps the text
      }
    },
    clear(name = place()) {
      try {
        localStorage.removeItem(name);
      } catch {
        // as above
      }
    },
  };

  // Whether this tab alone has that key, from now until it closes: the copy of a tab that is open is its own.
  function hold(key) {
    return new Promise((resolve) => {
      if (!navigator.locks) return resolve(true); // without https
      const forever = () => {
        resolve(true);
        return new Promise(() => {});
      };
      const signal = AbortSignal.timeout(PATIENCE);
      navigator.locks.request(`draft:${key}`, { signal }, forever).catch(() => resolve(false));
    });
  }

  function refreshToken() {
    // Logging in, in another tab, changed it.
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (found) form.elements.csrfmiddlewaretoken.value = found[1];
  }

  function wait(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function save() {
    clearTimeout(timer);
    if (!sending && !isStopped && text() !== acknowledged) {
      sending = send().finally(() => {
        sending = null;
        if (!isStopped && failures === 0 && text() !== acknowledged) wait(DELAY);
      });
    }
    return sending;
  }

  // What is on its way, then what was typed since.
  async function saveAll() {
    await sending;
    await save();
  }

  async function send() {
    const sent = text();
    refreshToken();
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
        keepalive: sent.length < 50000, // more than that, a browser refuses to send while the page closes
      });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      take(response.status, isJson ? await response.json() : {}, sent);
    } catch {
      retry("offline");
    }
  }

  function take(code, answer, sent) {
    if (answer.saved) {
      failures = 0;
      acknowledged = sent;
      form.elements.seen.value = answer.seen;
      store.clear();
      if (form.action !== new URL(answer.address, location).href) {
        form.action = answer.address;
        history.replaceState(null, "", answer.address);
        offer.hidden = true; // it is for another new sheet: next time
      }
      // What was typed since, or refused, is known to this browser only.
      if (text() !== sent || answer.refused.length) store.write();
      say("saved", answer.saved);
    } else if (answer.conflict) {
      isStopped = true;
      store.write();
      conflict.querySelector("[data-sentence]").textContent = answer.conflict;
      conflict.hidden = false;
    } else if (answer.refusal) {
      failures = 0;
      acknowledged = sent; // asked again once something changes
      say("refusal", answer.refusal);
    } else {
      retry(code === 401 || code === 403 ? "ended" : "offline");
    }
  }

  function retry(kind) {
    say(kind);
    wait(RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
  }

  function changed() {
    if (!conflict.hidden) return store.write(); // the server takes nothing more: this browser keeps it
    if (isStopped || text() === acknowledged) return;
    store.write();
    if (failures === 0) wait(DELAY);
  }

  function fill(copy) {
    const given = new Map();
    for (const [name, value] of copy.values) given.set(name, [...(given.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || OWN.has(field.name) || field.type === "submit" || field.name.endsWith("_FORMS")) continue;
      const known = given.get(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(known?.includes(field.value));
      else if (known) field.value = known[0];
    }
    form.elements.seen.value = copy.seen; // what that text started from: newer words are not overwritten
  }

  // One copy after another, that a tab left when it closed; what the server has is not offered.
  async function propose() {
    for (const name of store.left()) {
      const key = name.slice(page().length);
      const copy = (await hold(key)) && store.read(name);
      if (!copy || !name.startsWith(page())) continue;
      if (JSON.stringify(copy.values) !== acknowledged) return show(copy, name, key);
      store.clear(name);
    }
  }

  function show(copy, name, key) {
    const when = new Date(copy.at);
    const day = when.toLocaleDateString("fr-FR", { day: "numeric", month: "long" });
    const minutes = String(when.getMinutes()).padStart(2, "0");
    offer.querySelector("[data-when]").textContent = `le ${day} à ${when.getHours()}\u00a0h\u00a0${minutes}`;
    offer.hidden = false;
    const close = () => {
      offer.hidden = true;
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    };
    offer.querySelector("[data-autosave-restore]").onclick = async () => {
      close();
      await sending;
      if (!name.startsWith(page())) return; // this page has become another sheet
      // It may have reached the server, the answer lost: by its key it goes on, and no sheet is made twice.
      form.elements.key.value = key;
      fill(copy);
      form.dispatchEvent(new Event("input", { bubbles: true }));
      await save();
      if (text() === acknowledged) propose();
    };
    offer.querySelector("[data-autosave-discard]").onclick = () => {
      close();
      store.clear(name);
      propose();
    };
  }

  form.addEventListener("input", changed);
  form.addEventListener("focusout", () => {
    if (failures === 0) save();
  });
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    if (!isStopped && text() !== acknowledged) {
      // Saved before it is sent: once the page has gone, nothing would tell that the copy has served.
      event.preventDefault();
      store.write();
      await Promise.race([saveAll(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
      isStopped = true;
      form.requestSubmit(event.submitter);
    }
    clearTimeout(timer);
    isStopped = true;
    refreshToken();
  });
  window.addEventListener("online", save);
  window.addEventListener("focus", () => {
    if (failures > 0) save();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // a page kept by the browser has an old version
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  conflict.querySelector("[data-autosave-compare]").addEventListener("click", () => form.requestSubmit());

  hold(form.elements.key.value);
  if (!form.hasAttribute("data-unsaved")) propose();
}
