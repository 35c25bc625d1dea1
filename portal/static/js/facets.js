// The list follows each tick (htmx swaps it). What is open stays open, the focus stays on the box;
// when the request fails, the form is sent the plain way.
const details = () => document.querySelectorAll("details[data-keep-open]");
const open = new Map();
let focused = "";

document.body.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target.setAttribute("aria-busy", "true");
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  // The policy of this page forbids the background of a map that it does not show: load the next one whole.
  const tiles = "region-map__tiles";
  if (event.detail.serverResponse?.includes(tiles) && !document.querySelector(`.${tiles}`)) {
    event.detail.shouldSwap = false;
    window.location.assign(event.detail.xhr.responseURL);
    return;
  }
  for (const element of details()) open.set(element.dataset.keepOpen, element.open);
  focused = document.activeElement?.id ?? "";
});

document.body.addEventListener("htmx:afterSwap", () => {
  for (const element of details()) {
    if (open.has(element.dataset.keepOpen)) element.open = open.get(element.dataset.keepOpen);
  }
  // htmx gives the focus back too, but to a box that a closed disclosure still hides on a phone.
  // A box that is there no more leaves the focus to what it changed.
  if (focused) {
    const place = document.getElementById(focused) ?? document.getElementById("recherche");
    place?.focus({ preventScroll: true });
  }
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    if (event.detail.elt instanceof HTMLFormElement) event.detail.elt.submit();
  });
}
