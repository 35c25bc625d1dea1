// The print buttons, shown only where a script can answer them, those that htmx brings too. What is folded is
// printed open.
const show = () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
  }
};
show();
document.body.addEventListener("htmx:afterSwap", show);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
