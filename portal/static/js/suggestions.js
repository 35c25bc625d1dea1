// Suggestions while one types: a combobox whose list comes from the server. Enter without a choice searches,
// as without a script. A choice leads to its address, or with data-suggestions-fill is sent with the form.
const PAUSE = 150; // milliseconds after the last key
const box = document.querySelector("input[data-suggestions]");
const list = document.getElementById("suggestions");
const status = document.getElementById("suggestions-annonce");
let timer, request, chosen = -1;

const options = () => [...list.querySelectorAll("[role=option]")];

function close() {
  clearTimeout(timer);
  request?.abort();
  list.hidden = true;
  choose(-1);
  box.setAttribute("aria-expanded", "false");
}

function choose(place) {
  const all = options();
  chosen = all.length ? place : -1;
  all.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
  const option = all[chosen];
  if (option) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function take(option) {
  if (!box.hasAttribute("data-suggestions-fill")) return location.assign(option.href);
  box.value = option.dataset.fill;
  close();
  box.form.requestSubmit(box.form.querySelector("[data-suggestions-go]"));
}

async function suggest() {
  const typed = box.value.trim();
  if (typed.length < 2) return close();
  request?.abort();
  request = new AbortController();
  try {
    const query = new URLSearchParams({ q: typed });
    const answer = await fetch(`${box.dataset.suggestions}?${query}`, { signal: request.signal });
    if (!answer.ok) return close();
    list.innerHTML = await answer.text();
  } catch {
    return; // aborted, or no network: the form still works
  }
  const count = options().length;
  list.hidden = count === 0;
  box.setAttribute("aria-expanded", String(count > 0));
  choose(-1);
  status.textContent = count ? `${count} suggestion${count > 1 ? "s" : ""}, flèche vers le bas pour choisir.` : "";
}

if (box && list) {
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    box.setAttribute(name, value);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    const all = list.hidden ? [] : options();
    if (event.key === "Escape" && all.length) {
      event.preventDefault(); // the first Escape closes the list, the next one empties the box
      close();
    } else if (event.key === "ArrowDown" && all.length) {
      event.preventDefault();
      choose(chosen + 1 < all.length ? chosen + 1 : -1);
    } else if (event.key === "ArrowUp" && all.length) {
      event.preventDefault();
      choose(chosen === -1 ? all.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && all[chosen]) {
      event.preventDefault();
      take(all[chosen]);
    }
  });
  box.addEventListener("blur", () => setTimeout(close, PAUSE)); // after a click on an option
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || !box.hasAttribute("data-suggestions-fill")) return;
    event.preventDefault();
    take(option);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
}
